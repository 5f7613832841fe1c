"""How a signed request is forged: each way takes a genuine one and changes what its signature is about."""

import gzip
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from faults.forgery.signed import Request

REFUSED, NO_METHOD, TOO_LARGE, NO_HTTP = {401}, {405}, {413}, {400, None}
"""What is right: 401 wherever HTTP is in order. None: the connection ends without an answer."""
MEBIBYTE = 1024 * 1024


Way = Callable[[Request, Random], None]


class Kind(NamedTuple):
    """Some ways of forging, and the answers that are right."""

    ways: Mapping[str, Way]
    right: set[int | None]


def _signature(make: Callable[[bytes, Random], bytes]) -> Way:
    def way(request: Request, rng: Random) -> None:
        request.sign()
        request.signature = make(request.signature, rng)

    return way


def _digit(signature: bytes, rng: Random) -> bytes:
    place = rng.randrange(3, len(signature))
    other = rng.choice([one for one in b"0123456789abcdef" if one != signature[place]])
    return signature[:place] + bytes([other]) + signature[place + 1 :]


def _signed_at(make: Callable[[bytes, Random], bytes]) -> Way:
    """Sign with the right secret, at a time that is not now."""

    def way(request: Request, rng: Random) -> None:
        request.timestamp = make(request.timestamp, rng)
        request.sign()

    return way


def _body(make: Callable[[bytes, Random], bytes]) -> Way:
    """Change the body after it was signed."""

    def way(request: Request, rng: Random) -> None:
        request.sign()
        request.body = make(request.body, rng)

    return way


def _flipped(body: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(body))
    return body[:place] + bytes([body[place] ^ (1 << rng.randrange(8))]) + body[place + 1 :]


def _cut(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(len(body))]


def _inserted(body: bytes, rng: Random, *signs: bytes) -> bytes:
    place = rng.randrange(len(body))
    return body[:place] + rng.choice(signs) + body[place:]


def _unreadable(request: Request, rng: Random) -> None:
    """Sign bytes that are no UTF-8, with the right secret."""
    request.body = _inserted(request.body, rng, b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xfe\xff")
    request.sign()


def _without(*names: str) -> Way:
    def way(request: Request, _rng: Random) -> None:
        request.sign()
        request.without = frozenset(names)

    return way


def _before(name: str, value: bytes) -> Way:
    """Put a header of the same name before the genuine one."""

    def way(request: Request, _rng: Random) -> None:
        request.sign()
        request.extra.append((f"{request.sender}-{name}".encode(), value))

    return way


def _named(change: Callable[[str], str]) -> Way:
    """Send the headers under other names, with another secret's signature."""

    def way(request: Request, rng: Random) -> None:
        request.sign(secret=rng.randbytes(16))
        request.sender = change(request.sender)

    return way


def _strange(**how: bytes | str) -> Way:
    """Not signed by us, and strange besides: `content_type`, or other headers."""

    def way(request: Request, rng: Random) -> None:
        request.sign(secret=rng.randbytes(32))
        request.content_type = str(how.get("content_type", request.content_type))
        request.extra += [
            (name.replace("_", "-").encode(), bytes(value)) for name, value in how.items() if isinstance(value, bytes)
        ]

    return way


def _squeezed(request: Request, rng: Random) -> None:
    request.sign(secret=rng.randbytes(32))
    squeeze, name = rng.choice([(gzip.compress, b"gzip"), (zlib.compress, b"deflate")])
    request.framed = squeeze(request.body)
    request.extra.append((b"Content-Encoding", name))


def _squeezed_and_torn(request: Request, rng: Random) -> None:
    _squeezed(request, rng)
    request.framed = (request.framed or b"")[: -rng.randrange(1, 20)]


def _chunks(request: Request, *, size: int = 50) -> bytes:
    request.length = None
    request.extra.append((b"Transfer-Encoding", b"chunked"))
    pieces = [request.body[at : at + size] for at in range(0, len(request.body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def _chunked(request: Request, rng: Random) -> None:
    request.sign(secret=rng.randbytes(32))
    request.framed = _chunks(request, size=rng.randrange(1, 200))


def _torn(request: Request, rng: Random) -> None:
    request.sign()
    framed = _chunks(request)
    request.framed = rng.choice([request.body, framed.replace(b"32\r\n", b"zz\r\n", 1), b"-" + framed])


def _few_chunks(request: Request, rng: Random) -> None:
    request.sign()
    framed = _chunks(request)
    request.framed, request.unfinished = framed[: rng.randrange(len(framed) - 5)], True


def _too_long(request: Request, rng: Random) -> None:
    request.sign()
    request.length, request.unfinished = b"%d" % (len(request.body) + rng.choice([1, 50, 10**6, 10**12])), True


def _length(make: Callable[[int, Random], bytes]) -> Way:
    def way(request: Request, rng: Random) -> None:
        request.sign()
        request.length = make(len(request.body), rng)

    return way


def _giant(request: Request, rng: Random) -> None:
    request.body += b"x" * (MEBIBYTE + 1 - len(request.body) + rng.randrange(1000))
    request.sign(secret=rng.choice([None, b"another"]))
    if rng.random() < 0.5:
        request.framed = _chunks(request, size=60_000)


def _method(*names: str) -> Way:
    def way(request: Request, rng: Random) -> None:
        request.sign()
        request.method = rng.choice(names)

    return way


def _digits(timestamp: bytes, zero: int) -> bytes:
    return "".join(chr(zero + int(one)) for one in timestamp.decode()).encode()


def _moved(timestamp: bytes, rng: Random, sign: int) -> bytes:
    return b"%d" % max(int(timestamp) + sign * rng.choice([330, 3_600, 86_400, 10**9, rng.randrange(330, 10**6)]), 0)


SIGNATURES: dict[str, Way] = {
    "a digit": _signature(_digit),
    "cut": _signature(lambda said, rng: said[: rng.randrange(len(said))]),
    "longer": _signature(lambda said, rng: said + rng.choice([b"0", b"00", said[3:], b"=", b",v0="])),
    "capitals": _signature(lambda said, _: b"v0=A" + said[4:].upper()),
    "noise": _signature(lambda _, rng: b"v0=" + rng.randbytes(32).hex().encode()),
    "another version": _signature(lambda said, rng: rng.choice([b"v1", b"V0", b"v00", b"", b"v0\xa0"]) + said[2:]),
    "not ASCII": _signature(
        lambda said, rng: said[:9] + rng.choice([b"\xe4", "ä".encode(), b"\xff\xfe", "٣".encode()])
    ),
    "spaces within": _signature(lambda said, _: said[:3] + b" " + said[3:]),
    "very long": _signature(lambda said, rng: said * rng.randrange(20, 100)),
    "nothing after v0=": _signature(lambda *_: b"v0="),
    "empty": _signature(lambda *_: b""),
    "another secret": lambda request, rng: request.sign(secret=rng.randbytes(rng.choice([0, 1, 16, 32]))),
    "signed as v1": lambda request, _: request.sign(version=b"v1"),
    "signed for another time": lambda request, _: request.sign(timestamp=b"%d" % (int(request.timestamp) - 1)),
    "signed without a time": lambda request, _: request.sign(timestamp=b""),
}
TIMES: dict[str, Way] = {
    "old": _signed_at(lambda now, rng: _moved(now, rng, -1)),
    "to come": _signed_at(lambda now, rng: _moved(now, rng, +1)),
    "negative": _signed_at(lambda now, _: b"-" + now),
    "with a sign": _signed_at(lambda now, _: b"+" + now),
    "a fraction": _signed_at(lambda now, rng: now + rng.choice([b".0", b".5", b"e0", b"_0", b"L"])),
    "no number": _signed_at(lambda _, rng: rng.choice([b"soon", b"nan", b"inf", b"None", b"0x5f", b"\xff", b"--1"])),
    "huge": _signed_at(lambda now, rng: now * rng.choice([2, 4, 40, 400])),
    "empty": _signed_at(lambda *_: b""),
    "other digits": _signed_at(lambda now, rng: _digits(now, rng.choice([0x0660, 0x0966, 0xFF10, 0x1D7CE]))),
    "superscripts": _signed_at(lambda now, _: now[:-1] + "²".encode()),
}
BODIES: dict[str, Way] = {
    "a bit": _body(_flipped),
    "cut": _body(_cut),
    "longer": _body(lambda body, rng: body + rng.choice([b"&a=b", b" ", b"\n", b"\0", b"}", rng.randbytes(9)])),
    "a byte more within": _body(
        lambda body, rng: _inserted(body, rng, b"\0", b"\xff", b"\xef\xbb\xbf", b"\r\n", b"%00")
    ),
    "twice": _body(lambda body, _: body + body),
    "backwards": _body(lambda body, _: body[::-1]),
    "in UTF-16": _body(lambda body, _: body.decode().encode("utf-16")),
    "nothing": _body(lambda *_: b""),
    "no UTF-8, but signed": _unreadable,
}
HEADERS: dict[str, Way] = {
    "no signature": _without("Signature"),
    "no time": _without("Request-Timestamp"),
    "neither": _without("Signature", "Request-Timestamp"),
    "another signature before it": _before("Signature", b"v0=" + b"0" * 64),
    "an empty signature before it": _before("Signature", b""),
    "another time before it": _before("Request-Timestamp", b"1"),
    "odd case": _named(lambda sender: "".join(one.upper() if at % 2 else one.lower() for at, one in enumerate(sender))),
    "underscores": _named(lambda sender: sender.replace("-", "_")),
    "somebody else's": _named(lambda sender: "X-Hub" if sender == "X-Slack" else "X-Slack"),
    "a very long one besides": _strange(X_Forwarded_For=b"1" * 7000),
}
TYPES: dict[str, Way] = {
    "JSON": _strange(content_type="application/json"),
    "a form": _strange(content_type="application/x-www-form-urlencoded"),
    "parts": _strange(content_type="multipart/form-data; boundary=x"),
    "parts without a boundary": _strange(content_type="multipart/form-data"),
    "an unknown charset": _strange(content_type="text/plain; charset=utf-99"),
    "another charset": _strange(content_type="application/json; charset=utf-16"),
    "nonsense": _strange(content_type=";;=,\\"),
    "said to be gzip": _strange(Content_Encoding=b"gzip"),
    "said to be deflate": _strange(Content_Encoding=b"deflate"),
    "squeezed": _squeezed,
    "in chunks": _chunked,
    "expects to be told to go on": _strange(Expect=b"100-continue"),
}
OTHER_METHODS: dict[str, Way] = {"another method": _method("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")}
GIANTS: dict[str, Way] = {"over a mebibyte": _giant}
BROKEN: dict[str, Way] = {
    "a length too short": _length(lambda length, rng: b"%d" % rng.randrange(length)),
    "a length too long": _too_long,
    "a length that is none": _length(lambda _, rng: rng.choice([b"-5", b"many", b"0x10", b"1e3", b"1,2", b"+9"])),
    "torn chunks": _torn,
    "too few chunks": _few_chunks,
    "squeezed and torn": _squeezed_and_torn,
    "a header too long": _strange(X_Forwarded_For=b"1" * 9000),
    "a header with a null": _strange(X_Forwarded_For=b"a\0b"),
    "an unknown encoding": _strange(Content_Encoding=b"br"),
    "an unknown method": _method("FROB", "post", "P\xd6ST"),
}
KINDS = {
    "the signature": Kind(SIGNATURES, REFUSED),
    "the time": Kind(TIMES, REFUSED),
    "the body": Kind(BODIES, REFUSED),
    "the headers": Kind(HEADERS, REFUSED),
    "type and encoding": Kind(TYPES, REFUSED),
    "the method": Kind(OTHER_METHODS, NO_METHOD),
    "the size": Kind(GIANTS, TOO_LARGE),
    "HTTP itself": Kind(BROKEN, NO_HTTP | REFUSED),
}
