"""What `dataset.yaml` says of a dataset as a whole."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from policy_dataset.model.recurring import HANDLE
from policy_dataset.model.semver import SEMVER_PATTERN
from policy_dataset.model.vocabulary import ID_PATTERN

DATASET_NAME_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

DatasetName = Annotated[str, StringConstraints(pattern=DATASET_NAME_PATTERN, max_length=80)]
SemanticVersion = Annotated[str, StringConstraints(pattern=SEMVER_PATTERN, max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]


def _only_iso(value: object) -> object:
    """Refuse what pydantic would take for a date besides: a number of seconds, a date and time."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("write the day as 2027-01-01")
    return value


Day = Annotated[date, BeforeValidator(_only_iso)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class License(_Part):
    """Terms under which the dataset may be used."""

    name: Text = Field(description="SPDX or Open Definition identifier.", examples=["CC-BY-4.0"])
    title: Text | None = Field(
        default=None, description="Full name.", examples=["Creative Commons Attribution 4.0"]
    )
    path: WebAddress | None = Field(
        default=None,
        description="Address of the text.",
        examples=["https://creativecommons.org/licenses/by/4.0/"],
    )


class Contributor(_Part):
    """An organisation, role or handle that worked on the dataset."""

    title: Text = Field(description="Name, role or handle.", examples=["The policy-dataset contributors"])
    roles: tuple[Text, ...] = Field(
        default=(), description="DataCite or CRediT roles.", examples=[["curator"]]
    )
    path: WebAddress | None = Field(default=None, description="Home page.", examples=["https://example.org"])


class Ignore(_Part):
    """A rule silenced for one record until a day, with the reason; published with the dataset."""

    rule: Annotated[str, StringConstraints(pattern=f"^{ID_PATTERN}$")] = Field(
        description="Id of the rule.", examples=["place_not_named"]
    )
    table: Text = Field(description="Table of the record.", examples=["measures"])
    record: Text = Field(description="Key of the record.", examples=["trade_in_programme_2026"])
    reason: Text = Field(
        description="Why the fault is none here.", examples=["The page names the place by a nickname"]
    )
    expires: Day = Field(description="Day from which the rule speaks again.", examples=["2027-01-01"])


class DatasetMeta(_Part):
    """Identity, version, terms and people of a dataset."""

    id: DatasetName = Field(description="Name of the dataset, kebab-case.", examples=["livelihood-2026"])
    title: Text = Field(description="Title in English.", examples=["Livelihood measures for 2026"])
    title_zh: Text | None = Field(
        default=None, description="Title in Chinese.", examples=["二〇二六年民生实事"]
    )
    description: Text = Field(
        description="What it holds, for whom, and its limits.", examples=["Measures and figures."]
    )
    version: SemanticVersion = Field(description="Semantic version of the data.", examples=["1.0.0"])
    licenses: tuple[License, ...] = Field(min_length=1, description="Terms of use.")
    contributors: tuple[Contributor, ...] = Field(
        min_length=1, description="Who worked on it; roles or handles."
    )
    keywords: tuple[Text, ...] = Field(
        default=(), description="Words to find it by.", examples=[["China", "livelihood"]]
    )
    homepage: WebAddress | None = Field(
        default=None, description="Where it lives.", examples=["https://example.org/data"]
    )
    base_iri: Annotated[str, StringConstraints(pattern=r"^https?://\S+[/#]$")] | None = Field(
        default=None,
        description="Base of the records' IRIs; ends with / or #.",
        examples=["https://example.org/id/"],
    )
    coded_by: Annotated[str, StringConstraints(pattern=f"^{HANDLE}$")] | None = Field(
        default=None,
        description="Coder of every record that names none: a role or handle.",
        examples=["coder_a"],
    )
    origin: Literal["model", "person", "rule"] | None = Field(
        default=None, description="Who made every record that does not say.", examples=["person"]
    )
    ignores: tuple[Ignore, ...] = Field(default=(), description="Rules silenced for single records.")
