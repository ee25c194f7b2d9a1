"""Uploads by browsers, straight to a bucket."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section
from groundplan.settings.units import EachOnce

Origin = Annotated[
    str,
    Field(
        pattern=r"^(https://[a-z0-9.-]+|http://localhost)(:\d{1,5})?$",
        max_length=255,
        examples=["https://app.example.com"],
    ),
]


class UploadSettings(Section):
    """Browsers send files to the bucket itself, with a form or URL that the application signs.

    No load balancer counts a body, and no bucket refuses one: the application signs the limit. A
    POST policy carries `["content-length-range", 0, ${storage.NAME.max_upload_bytes}]`; a signed
    PUT binds the size only if Content-Length is signed. Source: S3 API, POST policy conditions.
    """

    allowed_origins: Annotated[tuple[Origin, ...], Field(min_length=1, max_length=100), EachOnce]
    """The sites whose pages upload, such as `https://app.example.com`."""

    methods: Annotated[tuple[Literal["POST", "PUT", "GET"], ...], Field(min_length=1), EachOnce]
    """POST for signed forms, PUT for signed URLs, GET where pages read files by script."""

    allowed_headers: Annotated[tuple[str, ...], Field(min_length=1), EachOnce] = ("*",)
    """That pages may send along."""

    max_mib: Annotated[int, Field(ge=1, le=5120)]
    """What the application is told by `${storage.NAME.max_upload_bytes}`; S3 takes 5 GiB."""

    @property
    def max_bytes(self) -> int:
        """The limit as POST policies count it."""
        return self.max_mib * 1024**2
