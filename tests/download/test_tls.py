"""Encrypted connections: a certificate that is not one to trust is told, and nothing comes over it."""

from __future__ import annotations

import ssl
from dataclasses import replace

import pytest

from download.server import serving
from policy_dataset.download.client import Client
from policy_dataset.download.faults import UnreachableError
from policy_dataset.download.packages import fetch_url

trustme = pytest.importorskip("trustme", reason="certificates are made with trustme, of the extra [test]")


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


def _site(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return serving(context=context)


def test_a_certificate_of_nobody_is_told(authority, archive, fetcher, waits):
    with _site(authority, "127.0.0.1") as site:
        site.files["/package"] = archive
        with pytest.raises(
            UnreachableError, match=r"the certificate is not one to trust \(.*\).*SSL_CERT_FILE"
        ):
            fetch_url(f"{site.url}/package", fetcher)
        assert site.asked == []
    # There is no use in trying again.
    assert waits == []
    assert fetcher.cache.records() == []


def test_a_certificate_of_ones_own_organisation_is_taken(authority, archive, fetcher, tmp_path, monkeypatch):
    authority.cert_pem.write_to_path(str(tmp_path / "own.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
    with _site(authority, "127.0.0.1") as site:
        site.files["/package"] = archive
        assert fetch_url(f"{site.url}/package", fetcher).path.read_bytes() == archive


def test_a_certificate_for_another_name_is_told(authority, archive, fetcher):
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    fetcher = replace(fetcher, client=Client(fetcher.client.patience, trusting))
    with _site(authority, "data.example") as site:
        site.files["/package"] = archive
        with pytest.raises(UnreachableError, match=r"the certificate is not one to trust"):
            fetch_url(f"{site.url}/package", fetcher)


def test_from_https_nobody_is_led_to_http(authority, fetcher, site):
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    fetcher = replace(fetcher, client=Client(fetcher.client.patience, trusting))
    with _site(authority, "127.0.0.1") as encrypted:
        encrypted.act = lambda handler, _: handler.head(302, Location=f"{site.url}/package", Content_Length=0)
        with pytest.raises(Exception, match="which is not encrypted and is not followed"):
            fetch_url(f"{encrypted.url}/package", fetcher)
    assert site.asked == []


def test_a_server_without_encryption_at_an_https_address_is_told(site, fetcher):
    with pytest.raises(UnreachableError, match="no encrypted connection can be made"):
        fetch_url(site.url.replace("http://", "https://") + "/package", fetcher)
