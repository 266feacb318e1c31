import re
import socket
import urllib.error
import urllib.request
from types import SimpleNamespace

import pytest

from hedge_hf.app import run
from hedge_hf.app.run import main
from hedge_hf.errors import HedgeError, UsageError


@pytest.fixture
def arguments(tiny_encoder, tmp_path):
    return ["--base", tiny_encoder, "--model", tiny_encoder, "--journal", str(tmp_path / "review.jsonl")]


def test_it_serves_this_machine_until_it_is_stopped(arguments, tmp_path, capsys, monkeypatch):
    class Visit:
        """Reads the page instead of waiting, then presses Ctrl-C."""

        def wait(self):
            said = capsys.readouterr().out
            [(url, port)] = re.findall(r"serving on (http://127\.0\.0\.1:(\d+)/)", said)
            assert f"decisions are kept in {tmp_path / 'review.jsonl'}" in said
            page = urllib.request.urlopen(url).read().decode()
            assert "hedge_hf" in page and "fonts.googleapis" not in page
            with pytest.raises(urllib.error.HTTPError, match="400"):
                urllib.request.urlopen(urllib.request.Request(url, headers={"Host": "evil.example"}))
            with socket.socket() as probe, pytest.raises(OSError):
                probe.connect((_address(), int(port)))
            raise KeyboardInterrupt

    monkeypatch.setattr(run, "threading", SimpleNamespace(Event=Visit))
    main(arguments)
    assert capsys.readouterr().out.endswith("stopped\n")


def test_a_port_in_use_is_named(arguments):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(HedgeError, match=f"--port {port} is in use"):
            main([*arguments, "--port", str(port)])


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (["--port", "70000"], "not between 1 and 65535"),
        (["--dataset", "nowhere"], "nowhere: no such file"),
        (["--model", "me/nowhere"], "me/nowhere: no encoder"),
    ],
)
def test_bad_input_is_one_line(arguments, more, reason, no_hub):
    with pytest.raises(HedgeError, match=reason):
        main([*arguments, *more])


def test_a_damaged_journal_is_named_before_models_are_loaded(tmp_path, no_hub):
    (tmp_path / "review.jsonl").write_text("{}\n")
    with pytest.raises(HedgeError, match=r"review\.jsonl, line 1 is no decision"):
        main(["--model", "me/nowhere", "--journal", str(tmp_path / "review.jsonl")])


def test_a_folder_that_is_no_run_is_named(arguments, tmp_path):
    with pytest.raises(UsageError, match="has no groups"):
        main([*arguments, "--dataset", str(tmp_path)])


def test_a_space_keeps_decisions_on_its_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "_SPACE_DISK", tmp_path)
    monkeypatch.delenv("SPACE_ID", raising=False)
    assert str(run._journal()) == "review.jsonl"
    monkeypatch.setenv("SPACE_ID", "me/space")
    assert run._journal() == tmp_path / "review.jsonl"
    monkeypatch.setattr(run, "_SPACE_DISK", tmp_path / "absent")
    assert str(run._journal()) == "review.jsonl"


@pytest.mark.parametrize(("space", "host"), [(None, "127.0.0.1"), ("me/space", "0.0.0.0")])
def test_only_a_space_serves_others(monkeypatch, space, host):
    monkeypatch.delenv("SPACE_ID", raising=False)
    if space:
        monkeypatch.setenv("SPACE_ID", space)
    given = {}

    def launch(**options):
        given.update(options)
        return None, "url", None

    assert run._serve(SimpleNamespace(launch=launch), {}, 7860) == "url"
    assert given["server_name"] == host and given["share"] is False


def _address() -> str:
    """Return an address of this machine that is not loopback, or one that nobody has."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "192.0.2.1"
        address = probe.getsockname()[0]
    return address if not address.startswith("127.") else "192.0.2.1"
