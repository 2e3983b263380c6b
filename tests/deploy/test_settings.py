"""Settings: where they come from and what is refused."""

from pathlib import Path

import pytest

from deploy.settings import load
from domain.refusal import Reason, Refused


def test_addresses_come_from_their_bare_names_and_the_rest_with_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://b")
    monkeypatch.setenv("TEMPORAL_ADDRESS", "t:7233")
    monkeypatch.setenv("KAOHE_API_PORT", "8080")
    monkeypatch.setenv("KAOHE_TASK_QUEUE", "")  # an empty variable says nothing
    found = load(data=Path("/d"))
    assert (
        found.database_url,
        found.database_owner_url,
        found.temporal_address,
        found.api_port,
        found.task_queue,
        found.data,
    ) == ("postgresql://a", "postgresql://b", "t:7233", 8080, "kaohe", Path("/d"))


def test_a_service_gets_all_settings_but_the_owners_login(monkeypatch: pytest.MonkeyPatch) -> None:
    given = load(data=Path("/d"), database_url="postgresql://a", database_owner_url="postgresql://b", api_port=7)
    environment = given.environment()
    assert "DATABASE_OWNER_URL" not in environment
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load() == given.model_copy(update={"database_owner_url": None})


def test_no_login_shows_in_the_text_of_the_settings() -> None:
    text = repr(load(database_url="postgresql://u:secret@h/d", database_owner_url="postgresql://o:secret@h/d"))
    assert "secret" not in text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_the_api_may_listen_on_loopback(host: str) -> None:
    assert load(api_host=host).api_host == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "example.org", "localhost.example.org"])  # noqa: S104 - refused
def test_the_api_may_not_listen_elsewhere(host: str) -> None:
    with pytest.raises(Refused) as refused:
        load(api_host=host)
    assert (refused.value.reason, refused.value.thing, refused.value.problem, refused.value.mend) == (
        Reason.INVALID,
        "the settings",
        (
            f"KAOHE_API_HOST ('{host}'): is not a loopback address; "
            "the API has no sign-in yet and serves this machine only"
        ),
        "Change KAOHE_API_HOST, in the environment or by option",
    )


def test_every_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOHE_API_PORT", "70000")
    monkeypatch.setenv("KAOHE_POSTGRES_PORT", "five")
    with pytest.raises(Refused) as refused:
        load()
    assert refused.value.mend == "Change KAOHE_POSTGRES_PORT and KAOHE_API_PORT, in the environment or by option"
