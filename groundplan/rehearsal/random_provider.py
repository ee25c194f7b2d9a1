"""The stand-in for the `random` provider: `python -m groundplan.rehearsal.random_provider`."""

from groundplan.rehearsal.provider import serve
from groundplan.rehearsal.random_model import RandomModel

if __name__ == "__main__":
    serve(RandomModel(), "pulumi_random")
