"""Real keys made by ssh-keygen, and a signer that can also make the signatures that ssh-keygen would not."""

from __future__ import annotations

import base64
import hashlib
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from aubette.votes.wire import string

EC_HASHES = {256: hashes.SHA256(), 384: hashes.SHA384(), 521: hashes.SHA512()}
KINDS = {
    "ed25519": ("-t", "ed25519"),
    "p256": ("-t", "ecdsa", "-b", "256"),
    "p384": ("-t", "ecdsa", "-b", "384"),
    "p521": ("-t", "ecdsa", "-b", "521"),
    "rsa": ("-t", "rsa", "-b", "3072"),
}


@dataclass(frozen=True)
class Signer:
    """A key that signs: `line` is its public key as files spell it, `raw` signs bytes as the wire has it."""

    line: str
    raw: Callable[[bytes], bytes]
    path: Path | None = None

    @property
    def blob(self) -> bytes:
        return base64.b64decode(self.line.split()[1])


def generate(folder: Path, name: str, options: tuple[str, ...] = KINDS["ed25519"]) -> Path:
    """A new private key without passphrase; its public half stands beside it with `.pub`."""
    path = folder / name
    subprocess.run(["ssh-keygen", "-q", *options, "-N", "", "-C", name, "-f", str(path)], check=True)
    return path


def load(path: Path) -> Signer:
    private = serialization.load_ssh_private_key(path.read_bytes(), None)
    line = " ".join(path.with_suffix(".pub").read_text().split()[:2])
    kind = string(line.split()[0].encode())
    if isinstance(private, Ed25519PrivateKey):
        return Signer(line, lambda data: kind + string(private.sign(data)), path)
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return Signer(line, lambda data: kind + string(ecdsa(private, data)), path)
    assert isinstance(private, rsa.RSAPrivateKey)
    return Signer(
        line,
        lambda data: string(b"rsa-sha2-512") + string(private.sign(data, padding.PKCS1v15(), hashes.SHA512())),
        path,
    )


def mpint(value: int) -> bytes:
    return string(value.to_bytes(value.bit_length() // 8 + 1, "big"))


def ecdsa(private: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(EC_HASHES[private.curve.key_size])))
    return mpint(r) + mpint(s)


def security_key(curve: bool, flags: int = 1, application: bytes = b"ssh:") -> Signer:
    """A FIDO key in software: what a real one would sign, with any flags."""
    if curve:
        nist = ec.generate_private_key(ec.SECP256R1())
        kind = b"sk-ecdsa-sha2-nistp256@openssh.com"
        point = nist.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        public = string(b"nistp256") + string(point)

        def sign(data: bytes) -> bytes:
            return ecdsa(nist, data)
    else:
        edwards = Ed25519PrivateKey.generate()
        kind = b"sk-ssh-ed25519@openssh.com"
        public = string(edwards.public_key().public_bytes_raw())
        sign = edwards.sign

    def raw(data: bytes) -> bytes:
        tail = bytes([flags]) + (7).to_bytes(4, "big")
        seen = hashlib.sha256(application).digest() + tail + hashlib.sha256(data).digest()
        return string(kind) + string(sign(seen)) + tail

    blob = string(kind) + public + string(application)
    return Signer(f"{kind.decode()} {base64.b64encode(blob).decode()}", raw)


def blob(
    signer: Signer,
    message: bytes,
    namespace: bytes,
    *,
    hash_name: str = "sha512",
    reserved: bytes = b"",
    version: int = 1,
    magic: bytes = b"SSHSIG",
) -> bytes:
    """The inside of a signature file, every field at will."""
    name = hash_name.encode()
    digest = hashlib.new(hash_name, message).digest()
    seen = b"SSHSIG" + b"".join(map(string, (namespace, b"", name, digest)))
    fields = (signer.blob, namespace, reserved, name, signer.raw(seen))
    return magic + version.to_bytes(4, "big") + b"".join(map(string, fields))


def armor(inside: bytes, width: int = 70) -> bytes:
    encoded = base64.b64encode(inside)
    lines = [encoded[at : at + width] for at in range(0, len(encoded), width)]
    return b"\n".join([b"-----BEGIN SSH SIGNATURE-----", *lines, b"-----END SSH SIGNATURE-----", b""])


def stock_sign(path: Path, namespace: str, message: bytes) -> bytes:
    """What the command that signers use writes."""
    return subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", str(path), "-n", namespace],
        input=message,
        capture_output=True,
        check=True,
    ).stdout


def stock_accepts(
    folder: Path, allowed: str, principal: str, namespace: str, message: bytes, armored: bytes, *options: str
) -> bool:
    """Whether the command that residents use says "Good"."""
    (folder / "allowed").write_text(allowed)
    (folder / "sig").write_bytes(armored)
    files = ["-f", str(folder / "allowed"), "-s", str(folder / "sig")]
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", *files, "-I", principal, "-n", namespace, *options],
        input=message,
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def signers(keys: Mapping[str, str], namespace: str, after: str = "20261001Z", before: str = "20270331Z") -> str:
    """The text of `allowed_signers` for principals and their public keys."""
    options = f'namespaces="{namespace}",valid-after="{after}",valid-before="{before}"'
    return "".join(f"{principal} {options} {line}\n" for principal, line in keys.items())
