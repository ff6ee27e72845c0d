"""The compose file and the image: parsed, for no daemon is here to run them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_closed_and_bounded(name):
    said = SERVICES[name]
    assert said["read_only"] is True
    assert said["cap_drop"] == ["ALL"]
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit", "tmpfs", "logging"} <= set(said)
    assert "privileged" not in said
    assert not any("docker.sock" in str(one) for one in said["volumes"])


@pytest.mark.parametrize("name", ["database", "init", "replica_1", "replica_2"])
def test_nobody_is_root(name):
    assert int(SERVICES[name]["user"].partition(":")[0]) > 0


def test_only_the_proxy_is_reached_from_outside():
    assert {name for name, said in SERVICES.items() if "ports" in said} == {"proxy"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["database"]["networks"] == ["inside"]


@pytest.mark.parametrize("number", [1, 2])
def test_replicas_read_only_and_are_asked_whether_they_live(number):
    said, port = SERVICES[f"replica_{number}"], f"850{number}"
    assert said["command"][-1] == port
    assert f"127.0.0.1:1{port}/vivo" in said["healthcheck"]["test"][-1]
    assert said["environment"]["PNME_OPERATOR_ADDRESS"] == f"127.0.0.1:1{port}"
    assert said["environment"]["PNME_DATABASE_URL"].startswith("postgresql://pnme_lectura@")
    assert said["volumes"] == ["home:/var/lib/pnme:ro"]
    assert f"server 127.0.0.1:{port}" in (DEPLOY / "nginx" / "nginx.conf").read_text()


def test_the_tables_are_made_by_a_service_that_ends():
    assert SERVICES["init"]["restart"] == "no"
    assert SERVICES["replica_1"]["depends_on"]["init"]["condition"] == "service_completed_successfully"
    assert SERVICES["init"]["environment"]["PNME_DATABASE_URL"].startswith("postgresql://pnme@")


def test_files_that_are_mounted_are_shipped_or_are_the_operators():
    for said in SERVICES.values():
        for one in said["volumes"]:
            source = one.partition(":")[0]
            assert not source.startswith("./") or source == "./certificate" or (DEPLOY / source).exists(), source
    assert set(COMPOSE["secrets"]) >= {one for said in SERVICES.values() for one in said.get("secrets", ())}


def test_images_are_named_with_their_version():
    images = [said["image"] for said in SERVICES.values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert all(re.search(r":\d", one) for one in images)


def test_the_image_is_no_roots_and_is_made_from_the_lock():
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in line.split():
            assert (DEPLOY.parent / source).exists(), source
            assert f"!{source}" in (DEPLOY / "Dockerfile.dockerignore").read_text().split()
