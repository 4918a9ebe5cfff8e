"""Mutual TLS: both sides show a certificate of our own authority."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import grpc

from runtime.errors import Misconfigured


def server_credentials(folder: Path | None) -> grpc.ServerCredentials | None:
    """Read what a server shows; None where there is no mutual TLS."""
    if folder is None:
        return None
    authority, certificate, key = _read(folder)
    return grpc.ssl_server_credentials(
        [(key, certificate)], root_certificates=authority, require_client_auth=True
    )


def channel_credentials(folder: Path | None) -> grpc.ChannelCredentials | None:
    """Read what a caller shows; None where there is no mutual TLS."""
    if folder is None:
        return None
    authority, certificate, key = _read(folder)
    return grpc.ssl_channel_credentials(authority, key, certificate)


def _read(folder: Path) -> tuple[bytes, bytes, bytes]:
    try:
        return (
            (folder / "ca.pem").read_bytes(),
            (folder / "cert.pem").read_bytes(),
            (folder / "key.pem").read_bytes(),
        )
    except OSError as error:
        raise Misconfigured(
            f"{error.filename} cannot be read ({error.strerror}). BOSS_TLS_DIR must hold ca.pem, "
            "cert.pem and key.pem; unset it to run without mutual TLS."
        ) from error


def shows_its_own_certificate(caller: str, peer: Mapping[str, Sequence[bytes]]) -> bool:
    """Tell whether the peer's certificate names the caller; always true without mutual TLS.

    A name is `gateway`, or begins so: `gateway.kaitong.svc`.
    """
    if not peer.get("x509_pem_cert"):
        return True
    names = [name.decode() for name in peer.get("x509_subject_alternative_name", ())]
    return any(name == caller or name.startswith(f"{caller}.") for name in names)
