"""What catalogues and citation tools read: it validates, and every link in it leads to a file of the package."""

from __future__ import annotations

import json
import warnings
from datetime import date

import pytest

from policy_dataset.model.standard import standard_schema
from policy_dataset.release.load import load_package
from policy_dataset.release.metadata import package_metadata
from policy_dataset.release.publish import publish
from release.samples import META, standard_tables

BASE = "https://example.org/id/"


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The sample as a release, with its metadata."""
    meta = META.model_copy(update={"base_iri": BASE, "homepage": "https://example.org/tiny"})
    done = publish(
        standard_schema(),
        meta,
        standard_tables(),
        tmp_path_factory.mktemp("metadata"),
        metadata=package_metadata,
        released=date(2026, 3, 1),
    )
    return done.path


@pytest.fixture(scope="module")
def without_addresses(tmp_path_factory):
    """The sample with neither base IRI, home page nor day."""
    done = publish(
        standard_schema(),
        META,
        standard_tables(),
        tmp_path_factory.mktemp("bare"),
        metadata=package_metadata,
    )
    return done.path


def read(package, name):
    return json.loads((package / name).read_text(encoding="utf-8"))


def test_a_package_with_metadata_is_found_whole(package):
    ds = load_package(package, hashes=True)
    assert ds.released == date(2026, 3, 1)
    names = {p.name for p in package.iterdir()}
    assert {"CITATION.cff", "croissant.json", "schema-org.jsonld", "dcat.jsonld"} <= names


def test_croissant_validates_and_its_record_sets_are_the_tables(package):
    mlcroissant = pytest.importorskip("mlcroissant", reason="mlcroissant is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for table in ("statistics", "measures", "measure_actors"):
            read_anew = mlcroissant.Dataset(str(package / "croissant.json"))
            assert not read_anew.metadata.ctx.issues.errors
            assert not read_anew.metadata.ctx.issues.warnings
            records = list(read_anew.records(table))
            assert len(records) == standard_tables()[table].num_rows
    assert records[0]["measure_actors/measure_id"] == b"ferry"


def test_croissant_is_cited_as_the_release_is(package):
    assert read(package, "croissant.json")["citeAs"] == load_package(package).cite("bibtex")


def test_croissant_names_every_file_with_its_hash(package):
    sums = dict(
        reversed(line.split("  "))
        for line in (package / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    files = {f["contentUrl"]: f["sha256"] for f in read(package, "croissant.json")["distribution"]}
    assert files == {name: digest for name, digest in sums.items() if name.startswith("data/")}


GRAPHS = ["croissant.json", "schema-org.jsonld", "dcat.jsonld"]


def graph(package, name):
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    found = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found.parse(
            data=(package / name).read_text(encoding="utf-8"),
            format="json-ld",
            publicID=f"{package.as_uri()}/{name}",
        )
    return found


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("name", GRAPHS)
def test_json_ld_is_read_and_its_links_lead_to_files_of_the_package(name, bare, package, without_addresses):
    folder = without_addresses if bare else package
    triples = list(graph(folder, name))
    assert len(triples) > 50
    inside = {
        str(o).removeprefix(f"{folder.as_uri()}/")
        for _, _, o in triples
        if str(o).startswith(folder.as_uri())
    }
    # In Croissant the fields are members of the graph too: ``measures/topic``.
    files = {f for f in inside if f.startswith("data/")}
    assert all((folder / f).is_file() for f in files)
    if name == "croissant.json":
        assert files
    else:
        assert inside - {"", name} == files
        assert files == {f"data/{t}.{s}" for t in standard_tables() for s in ("csv", "parquet")}


def test_dcat_says_what_a_catalogue_asks_for(package):
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    found = graph(package, "dcat.jsonld")
    subject = rdflib.URIRef(f"{BASE}tiny-2026@1.0.0")
    dct, dcat = rdflib.Namespace("http://purl.org/dc/terms/"), rdflib.Namespace("http://www.w3.org/ns/dcat#")
    assert {str(t) for t in found.objects(subject, dct.title)} == {"A tiny dataset", "小数据集"}
    assert str(found.value(subject, dct.issued)) == "2026-03-01"
    distributions = list(found.objects(subject, dcat.distribution))
    assert len(distributions) == 2 * len(standard_tables())
    for asked in (
        dcat.accessURL,
        dcat.downloadURL,
        dct.license,
        dct["format"],
        dcat.mediaType,
        dcat.byteSize,
    ):
        assert all(found.value(d, asked) is not None for d in distributions)


def test_schema_org_has_what_search_engines_ask_for(package):
    found = read(package, "schema-org.jsonld")
    assert found["@id"] == f"{BASE}tiny-2026@1.0.0"
    assert found["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert {"name", "description", "creator", "distribution", "version", "datePublished"} <= set(found)
    assert len(found["description"]) >= 30


CFF = {
    "type": "object",
    "additionalProperties": False,
    "required": ["authors", "cff-version", "message", "title"],
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": {"type": "string", "minLength": 1},
        "type": {"enum": ["dataset", "software"]},
        "title": {"type": "string", "minLength": 1},
        "abstract": {"type": "string", "minLength": 1},
        "version": {"type": ["string", "number"]},
        "date-released": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
        "url": {"type": "string", "pattern": "^(https|http|ftp|sftp)://"},
        "license": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}},
        "license-url": {"type": "string", "pattern": "^(https|http|ftp|sftp)://"},
        "authors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {"name": {"type": "string"}, "website": {"type": "string"}},
            },
        },
        "keywords": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}},
        "identifiers": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["type", "value"],
                "additionalProperties": False,
                "properties": {
                    "type": {"enum": ["doi", "other", "swh", "url"]},
                    "value": {"type": "string"},
                    "description": {"type": "string"},
                },
            },
        },
    },
}
"""What Citation File Format 1.2.0 says of the properties that are written here."""


def citation(descriptor):
    yaml = pytest.importorskip("yaml")
    jsonschema = pytest.importorskip("jsonschema")
    found = yaml.load(package_metadata(descriptor)["CITATION.cff"], Loader=yaml.BaseLoader)
    jsonschema.validate(found, CFF)
    return found


def test_citation_cff_fits_its_schema(package, without_addresses):
    found = citation(read(package, "datapackage.json"))
    assert found["license"] == ["CC-BY-4.0"]
    assert (found["version"], found["date-released"]) == ("1.0.0", "2026-03-01")
    assert "url" not in citation(read(without_addresses, "datapackage.json"))


def test_a_licence_that_spdx_does_not_know_is_cited_by_address(package):
    descriptor = read(package, "datapackage.json")
    descriptor["licenses"] = [{"name": "of-our-own", "path": "https://example.org/terms"}]
    found = citation(descriptor)
    assert found["license-url"] == "https://example.org/terms"
    assert "license" not in found


def test_cff_text_with_every_sign_stays_text(package):
    descriptor = read(package, "datapackage.json")
    descriptor["title"] = 'A "title": # with \\ signs\tand 中文 – no: yes'
    assert citation(descriptor)["title"] == descriptor["title"]


def test_coordinates_are_credited_to_geonames(package):
    (credit,) = [s for s in read(package, "datapackage.json")["sources"] if s["title"] == "GeoNames"]
    assert credit["license"] == "CC-BY-4.0"
    readme = (package / "README.md").read_text(encoding="utf-8")
    assert "GeoNames <https://www.geonames.org/>, CC-BY-4.0" in readme


def test_without_coordinates_there_is_nothing_to_credit(tmp_path):
    tables = dict(standard_tables())
    places = tables["locations"].to_pylist()
    for place in places:
        place.update(latitude=None, longitude=None)
    schema = tables["locations"].schema
    tables["locations"] = type(tables["locations"]).from_pylist(places, schema=schema)
    done = publish(standard_schema(), META, tables, tmp_path)
    assert "GeoNames" not in (done.path / "README.md").read_text(encoding="utf-8")
    assert "GeoNames" not in (done.path / "datapackage.json").read_text(encoding="utf-8")


def test_the_readme_says_coverage_citation_and_what_a_version_says(package):
    readme = (package / "README.md").read_text(encoding="utf-8")
    assert "| `gazette` | 1/2 | 0/0 | 0 |" in readme
    assert "The curators. (2026). A tiny dataset (Version 1.0.0) [Data set]." in readme
    assert "`tiny-2026@1.0.0/<table>/<id>`" in readme
    assert "- **major**: what was cited or joined is gone" in readme


def test_metadata_hold_no_float(package):
    for name in GRAPHS:
        json.loads((package / name).read_text(encoding="utf-8"), parse_float=pytest.fail)


CLASSES = {
    "Dataset": {
        "dct:accessRights": "dct:RightsStatement",
        "dct:creator": "foaf:Agent",
        "dct:publisher": "foaf:Agent",
        "dct:temporal": "dct:PeriodOfTime",
        "dcat:distribution": "dcat:Distribution",
        "dcat:landingPage": "foaf:Document",
        "prov:wasDerivedFrom": "prov:Entity",
    },
    "Distribution": {
        "dct:format": "dct:MediaTypeOrExtent",
        "dct:license": "dct:LicenseDocument",
        "dcat:mediaType": "dct:MediaType",
        "spdx:checksum": "spdx:Checksum",
    },
    "Checksum": {"spdx:algorithm": "spdx:ChecksumAlgorithm"},
}
"""Of which class DCAT-AP 3.0.1 wants what stands at a property."""
ONE_AT_MOST = {
    "Dataset": ("dct:publisher", "dct:accessRights", "dct:issued", "dcat:version"),
    "Distribution": ("dct:format", "dct:license", "dcat:mediaType", "dcat:byteSize", "spdx:checksum"),
}


@pytest.mark.parametrize("licences", [1, 2])
def test_dcat_has_the_classes_and_numbers_that_its_european_profile_asks_for(package, tmp_path, licences):
    rdflib = pytest.importorskip("rdflib", reason="rdflib is not installed")
    descriptor = read(package, "datapackage.json")
    descriptor["licenses"] += [{"name": "of-our-own"}][: licences - 1]
    descriptor["contributors"][0]["path"] = "https://example.org/curators"
    (tmp_path / "dcat.jsonld").write_text(package_metadata(descriptor)["dcat.jsonld"], encoding="utf-8")
    found = graph(tmp_path, "dcat.jsonld")

    def node(name):
        return found.namespace_manager.expand_curie(name)

    kinds = {"Dataset": "dcat:Dataset", "Distribution": "dcat:Distribution", "Checksum": "spdx:Checksum"}
    for kind, ranges in CLASSES.items():
        subjects = list(found.subjects(rdflib.RDF.type, node(kinds[kind])))
        assert subjects
        for name, wanted in ranges.items():
            values = [v for s in subjects for v in found.objects(s, node(name))]
            assert values, name
            assert all((v, rdflib.RDF.type, node(wanted)) in found for v in values), name
        for name in ONE_AT_MOST.get(kind, ()):
            assert {len(list(found.objects(s, node(name)))) for s in subjects} == {1}, name
    (dataset,) = found.subjects(rdflib.RDF.type, node("dcat:Dataset"))
    assert len(list(found.objects(dataset, node("dct:license")))) == licences
    # Its range is a dataset, and the sources are pages.
    assert not list(found.objects(dataset, node("dct:source")))
