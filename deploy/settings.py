"""Settings: everything a process of Kaohe is told from outside, read once from the environment and checked."""

import ipaddress
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.refusal import Reason, Refused

Port = Annotated[int, Field(ge=0, le=65535)]
"""A TCP port; 0 means one that is free."""

_UNPREFIXED = {"database_url", "database_owner_url", "temporal_address"}


class Settings(BaseSettings):
    """One typed object for all processes: fields come from `KAOHE_<FIELD>`, the addresses from their bare names."""

    model_config = SettingsConfigDict(env_prefix="KAOHE_", env_ignore_empty=True, extra="forbid", frozen=True)

    data: Path = Path("data")
    """The folder of everything `kaohe up` keeps."""

    database_url: str | None = Field(default=None, validation_alias="database_url", repr=False)
    """The services' login. Given, it replaces the embedded PostgreSQL."""
    database_owner_url: str | None = Field(default=None, validation_alias="database_owner_url", repr=False)
    """The login that migrates; services never see it."""
    temporal_address: str | None = Field(default=None, validation_alias="temporal_address")
    """Host and port of a Temporal frontend. Given, it replaces the embedded one."""

    temporal_namespace: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]+$")] = "kaohe"
    task_queue: Annotated[str, Field(min_length=1)] = "kaohe"

    postgres_port: Port = 0
    postgres_user: str | None = None
    """Whom the embedded PostgreSQL runs as when Kaohe is started by root; see `deploy.local.place`."""
    temporal_port: Port = 0
    temporal_http_port: Port = 0
    temporal_metrics_port: Port = 0

    api_host: str = "127.0.0.1"
    api_port: Port = 0

    key_file: Path | None = None
    """The file key provider's file; without it `keys.json` in the data folder."""

    @field_validator("data", "key_file")
    @classmethod
    def _whole_path(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().absolute()  # a child has another working folder

    @field_validator("api_host")
    @classmethod
    def _loopback_only(cls, host: str) -> str:
        if host == "localhost":
            return host
        try:
            loopback = ipaddress.ip_address(host).is_loopback
        except ValueError:
            loopback = False
        if not loopback:
            raise ValueError("is not a loopback address; the API has no sign-in yet and serves this machine only")
        return host

    @property
    def keys(self) -> Path:
        return self.key_file or self.data / "keys.json"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    def environment(self) -> dict[str, str]:
        """These settings as a service's environment; without the owner's login, which no service may have."""
        values = self.model_dump(mode="json", exclude={"database_owner_url"}, exclude_none=True)
        return {_variable(field): str(value) for field, value in values.items()}


def load(**given: Any) -> Settings:  # noqa: ANN401 - pydantic checks each value
    """Reads the settings; `given` goes before the environment, except where it is None.

    Raises:
        Refused: a setting has a value it cannot have; every wrong one is named.
    """
    try:
        return Settings(**{field: value for field, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = [(_variable(str(found["loc"][0])), found) for found in error.errors()]
        problem = "; ".join(f"{name} ({found['input']!r}): {_sentence(found['msg'])}" for name, found in wrong)
        raise Refused(
            Reason.INVALID,
            "the settings",
            problem,
            f"Change {' and '.join(name for name, _ in wrong)}, in the environment or by option",
        ) from None  # the cause would repeat every value given, secrets among them


def _variable(field: str) -> str:
    return field.upper() if field in _UNPREFIXED else f"KAOHE_{field.upper()}"


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]
