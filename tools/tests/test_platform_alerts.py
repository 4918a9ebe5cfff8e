"""Every alert of the platform fires when its trouble comes, and not before.

Names and labels are those their documentation tells, as in tests/harness/platform.prom.
"""

from pathlib import Path

import pytest

from harness.alerting import (
    PLATFORM_FILE,
    Case,
    Series,
    assert_fires,
    assert_is_quiet,
    needs_promtool,
    seen,
    series,
    uncovered,
)

HERE = {"namespace": "kaitong"}
ELSEWHERE = {"namespace": "somebody-else"}
PRIMARY = {**HERE, "pod": "kaitong-postgres-1"}
REPLICA = {**HERE, "pod": "kaitong-postgres-2"}
BROKER = {**HERE, "pod": "kaitong-brokers-3"}
UP, RECOVERY = "cnpg_collector_up", "cnpg_pg_replication_in_recovery"
BACKUP = "barman_cloud_cloudnative_pg_io_last_available_backup_timestamp"
FAILED_BACKUP = "barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp"
DAY = 86400


def backends(number: int, role: str, *, limit: int = 190) -> Series:
    """Give so many of a role; `limit` is what it may have, 0 where it has no limit."""
    told = {"usename": role, "datname": role, "state": "idle"}
    most = series("cnpg_role_limits_connections", f"{limit}x60", **PRIMARY, usename=role)
    return {
        **(most if limit else {}),
        **series("cnpg_backends_total", f"{number}x60", **PRIMARY, **told),
        **series("cnpg_pg_settings_setting", "850x60", **PRIMARY, name="max_connections"),
    }


def disk(free: str, claim: str = "kaitong-postgres-1", namespace: str = "kaitong") -> Series:
    told = {"namespace": namespace, "persistentvolumeclaim": claim}
    return {
        **seen(),
        **series("kubelet_volume_stats_available_bytes", free, **told),
        **series("kubelet_volume_stats_capacity_bytes", "100x900", **told),
    }


def certificate(ends: int, **labels: str) -> Series:
    """Give one that ends so many seconds after the beginning of the test, which is 1970."""
    named = labels or {"exported_namespace": "kaitong", "namespace": "cert-manager"}
    metric = "certmanager_certificate_expiration_timestamp_seconds"
    return {**seen(), **series(metric, f"{ends}x300", name="orders", **named)}


def ready(value: int, namespace: str = "kaitong") -> Series:
    told = {"namespace": "cert-manager", "exported_namespace": namespace, "name": "orders"}
    metric = "certmanager_certificate_ready_status"
    return {**seen(), **series(metric, f"{value}x60", condition="True", **told)}


def job(metric: str, values: str, *, namespace: str = "kaitong", **labels: str) -> Series:
    told = {"namespace": namespace, "job_name": "orders-migrate-0.1.0", **labels}
    return {**seen(), **series(metric, values, **told)}


def pod(metric: str, values: str, *, namespace: str = "kaitong", **labels: str) -> Series:
    told = {"namespace": namespace, "pod": "orders-work-1", "container": "orders", **labels}
    return {**seen(), **series(metric, values, **told)}


def scaler(current: int, namespace: str = "kaitong") -> Series:
    told = {"horizontalpodautoscaler": "orders-work", "namespace": namespace}
    return {
        **seen(),
        **series("kube_horizontalpodautoscaler_status_current_replicas", f"{current}x60", **told),
        **series("kube_horizontalpodautoscaler_spec_max_replicas", "6x60", **told),
    }


def can_scale(false: int) -> Series:
    told = {"horizontalpodautoscaler": "orders-work", "condition": "ScalingActive", **HERE}
    metric = "kube_horizontalpodautoscaler_status_condition"
    return {**seen(), **series(metric, f"{false}x60", status="false", **told)}


def lag(number: int, group: str = "billing.boss.usage-recorded.v1") -> Series:
    told = {"consumergroup": group, "topic": "boss.usage-recorded.v1", "partition": "0"}
    return series("kafka_consumergroup_lag", f"{number}x60", **HERE, **told)


CRASHING = "kube_pod_container_status_waiting_reason"
RESTARTS = "kube_pod_container_status_restarts_total"
CASES = (
    Case(
        "DatabaseDown",
        series(UP, "1x5 0x30", **REPLICA, cluster="kaitong-postgres"),
        at="10m",
        labels=REPLICA,
        quiet=series(UP, "1x5 0 1x30", **REPLICA, cluster="kaitong-postgres"),
    ),
    Case(
        "DatabaseWithoutPrimary",
        {**series(UP, "1x60", **REPLICA), **series(RECOVERY, "1x60", **REPLICA)},
        at="10m",
        labels=HERE,
        quiet={
            **series(UP, "1x60", **PRIMARY), **series(UP, "1x60", **REPLICA),
            **series(RECOVERY, "0x60", **PRIMARY), **series(RECOVERY, "1x60", **REPLICA),
        },
    ),
    Case(  # all of it is gone: no pod is scraped any more
        "DatabaseWithoutPrimary",
        {**series(UP, "1x5 _x60", **PRIMARY), **series(RECOVERY, "0x5 _x60", **PRIMARY)},
        at="30m",
        labels=HERE,
        quiet=series("up", "1x60", **HERE),
    ),
    Case(
        "DatabaseConnectionsNearLimit",
        backends(175, "orders"),
        at="20m",
        labels={**PRIMARY, "usename": "orders"},
        quiet=backends(165, "orders"),
    ),
    Case(
        "DatabaseConnectionsNearLimit",
        backends(275, "orders", limit=300),
        at="20m",
        labels={**PRIMARY, "usename": "orders"},
        quiet=backends(265, "orders", limit=300),
    ),
    Case(
        "DatabaseConnectionsNearLimit",
        {**backends(400, "somebody", limit=0), **backends(400, "postgres", limit=0)},
        at="20m",
        labels=PRIMARY,
        quiet=backends(400, "somebody", limit=0),
    ),
    Case(
        "DatabaseReplicaBehind",
        series("cnpg_pg_replication_lag", "0+30x60", **REPLICA),
        at="20m",
        labels=REPLICA,
        quiet=series("cnpg_pg_replication_lag", "5x60", **REPLICA),
    ),
    Case(
        "DatabaseReplicaMissing",
        series("cnpg_pg_replication_streaming_replicas", "2x5 1x60", **PRIMARY),
        at="30m",
        labels=HERE,
        quiet=series("cnpg_pg_replication_streaming_replicas", "2x5 1x3 2x60", **PRIMARY),
    ),
    Case(
        "DatabaseLogNotArchived",
        series("cnpg_collector_pg_wal_archive_status", "0+3x90", **PRIMARY, value="ready"),
        at="60m",
        labels=PRIMARY,
        quiet=series("cnpg_collector_pg_wal_archive_status", "900x90", **PRIMARY, value="done"),
    ),
    Case(  # the last one was at the beginning; it stays until there is another
        "BackupMissing",
        series(BACKUP, "1x2400", **PRIMARY),
        at="36h",
        labels=HERE,
        quiet=series(BACKUP, f"1x1440 {DAY}x960", **PRIMARY),
    ),
    Case(  # a database whose plugin is not there
        "BackupMissing",
        series(UP, "1x200", **PRIMARY),
        at="2h",
        labels=HERE,
        quiet={**series(UP, "1x200", **PRIMARY), **series(BACKUP, "1x200", **PRIMARY)},
    ),
    Case(
        "BackupFailed",
        {**series(BACKUP, "100x60", **PRIMARY), **series(FAILED_BACKUP, "200x60", **PRIMARY)},
        at="20m",
        labels=HERE,
        quiet={**series(BACKUP, "300x60", **PRIMARY), **series(FAILED_BACKUP, "200x60", **PRIMARY)},
    ),
    Case(
        "BrokerDown",
        series("up", "1x5 0x60", **BROKER, store="kafka"),
        at="20m",
        labels=BROKER,
        quiet=series("up", "1x60", **BROKER, store="kafka"),
    ),
    Case(  # its target is gone
        "BrokerDown",
        series("up", "1x5 _x60", **BROKER, store="kafka"),
        at="30m",
        labels=BROKER,
        # The exporter has another name after each of its releases.
        quiet=series("up", "1x5 _x60", pod="kaitong-kafka-exporter-6b8", store="kafka"),
    ),
    Case(
        "BrokerPartitionsOffline",
        series("kafka_controller_kafkacontroller_offlinepartitionscount", "0x5 2x60", **BROKER),
        at="15m",
        labels=HERE,
        quiet=series("kafka_controller_kafkacontroller_offlinepartitionscount", "0x60", **BROKER),
    ),
    Case(
        "BrokerWithoutController",
        series("kafka_controller_kafkacontroller_activecontrollercount", "0x60", **BROKER),
        at="15m",
        labels=HERE,
        quiet={
            **series("kafka_controller_kafkacontroller_activecontrollercount", "1x60", pod="a"),
            **series("kafka_controller_kafkacontroller_activecontrollercount", "0x60", pod="b"),
        },
    ),
    Case(
        "BrokerRefusesWrites",
        series("kafka_server_replicamanager_underminisrpartitioncount", "0x5 9x60", **BROKER),
        at="15m",
        labels=HERE,
        quiet=series("kafka_server_replicamanager_underminisrpartitioncount", "0x60", **BROKER),
    ),
    Case(
        "BrokerUnderReplicated",
        series("kafka_server_replicamanager_underreplicatedpartitions", "0x5 9x60", **BROKER),
        at="30m",
        labels=HERE,
        quiet=series(
            "kafka_server_replicamanager_underreplicatedpartitions", "0x5 9x5 0x60", **BROKER
        ),
    ),
    Case(
        "ConsumerGroupBehind",
        lag(50_000),
        at="30m",
        labels={"consumergroup": "billing.boss.usage-recorded.v1"},
        quiet={**lag(900), **lag(50_000, group="somebody.else")},
    ),
    Case(
        "DiskNearlyFull",
        disk("3x60"),
        at="20m",
        labels={"persistentvolumeclaim": "kaitong-postgres-1", "severity": "critical"},
        quiet={**disk("10x60"), **disk("3x60", namespace="somebody-else")},
        severity="critical",
    ),
    Case(
        "DiskNearlyFull",
        disk("10x60"),
        at="30m",
        labels={"persistentvolumeclaim": "kaitong-postgres-1", "severity": "warning"},
        quiet={**disk("60x60"), **disk("10x60", namespace="somebody-else")},
        severity="warning",
    ),
    Case(  # more than a third is free, and will not be tomorrow
        "DiskNearlyFull",
        disk("60-0.05x500"),
        at="8h",
        labels={"severity": "warning"},
        quiet=disk("38x500"),
        severity="warning",
    ),
    Case(
        "CertificateEndsSoon",
        certificate(2 * DAY),
        at="30m",
        labels={"name": "orders", "namespace": "kaitong", "severity": "critical"},
        quiet=certificate(30 * DAY),
        severity="critical",
    ),
    Case(  # labels as they are where cert-manager's own are kept
        "CertificateEndsSoon",
        certificate(20 * DAY, **HERE),
        at="2h",
        labels={"name": "orders", "namespace": "kaitong", "severity": "warning"},
        quiet={**certificate(60 * DAY), **certificate(2 * DAY, **ELSEWHERE)},
        severity="warning",
    ),
    Case(
        "CertificateNotReady",
        ready(0),
        at="30m",
        labels={"name": "orders"},
        quiet={**ready(1), **ready(0, namespace="somebody-else")},
    ),
    Case(
        "JobFailed",
        job("kube_job_failed", "1x60", condition="true"),
        at="5m",
        labels={"job_name": "orders-migrate-0.1.0", "severity": "critical"},
        quiet={
            **job("kube_job_failed", "1x60", condition="false"),
            **job("kube_job_failed", "1x60", condition="true", namespace="somebody-else"),
        },
        severity="critical",
    ),
    Case(
        "JobFailed",
        job("kube_job_status_failed", "0+1x60"),
        at="20m",
        labels={"job_name": "orders-migrate-0.1.0", "severity": "warning"},
        quiet={
            **job("kube_job_status_failed", "5x60"),
            **job("kube_job_complete", "1x60", condition="true"),
        },
        severity="warning",
    ),
    Case(  # it waits, runs for a moment, and waits again
        "PodCrashLoops",
        pod(CRASHING, "1x1 _x6 1x1 _x6 1x1 _x6", reason="CrashLoopBackOff"),
        at="20m",
        labels={"pod": "orders-work-1"},
        quiet={
            **pod(CRASHING, "1x30", reason="ContainerCreating"),
            **pod(CRASHING, "1x30", reason="CrashLoopBackOff", namespace="somebody-else"),
        },
    ),
    Case(
        "PodCrashLoops",
        pod(RESTARTS, "0+1x90"),
        at="60m",
        labels={"pod": "orders-work-1"},
        quiet=pod(RESTARTS, "7x30 8x60"),
    ),
    Case(
        "PodNotScheduled",
        pod("kube_pod_status_unschedulable", "1x60"),
        at="30m",
        labels={"pod": "orders-work-1"},
        quiet=pod("kube_pod_status_unschedulable", "1x5 stale"),
    ),
    Case(
        "ScaledToTheMost",
        scaler(6),
        at="50m",
        labels={"horizontalpodautoscaler": "orders-work"},
        quiet={**scaler(5), **scaler(6, "somebody-else")},
    ),
    Case(
        "ScalerBlind",
        can_scale(1),
        at="30m",
        labels={"horizontalpodautoscaler": "orders-work"},
        quiet=can_scale(0),
    ),
)  # fmt: skip


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_when_its_trouble_comes(case: Case, tmp_path: Path) -> None:
    assert_fires(tmp_path, case)


@needs_promtool
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_is_quiet_without_it(case: Case, tmp_path: Path) -> None:
    assert_is_quiet(tmp_path, case)


@needs_promtool
def test_while_everything_of_ours_is_away_its_platform_is_still_watched(tmp_path: Path) -> None:
    away = {
        **series("up", "1x5 _x600", service="orders", door="relay", **HERE),
        **series(
            "kube_job_failed", "0x200 1x300", job_name="j", condition="true", **HERE
        ),
    }  # fmt: skip

    assert_fires(tmp_path, Case("JobFailed", away, at="4h", severity="critical"))


def test_every_alert_has_a_case_and_every_case_an_alert() -> None:
    assert uncovered(CASES, PLATFORM_FILE) == []
