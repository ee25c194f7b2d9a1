"""How a pod gets secrets: from Secrets Manager, by the role of the pod, past Pulumi's state.

The Secrets Store CSI driver mounts them and copies them to a Secret of the same names, which the
variables refer to. Source: Secrets Manager User Guide, AWS Secrets and Configuration Provider with
Pod Identity; Secrets Store CSI Driver documentation, sync as Kubernetes Secret.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pulumi

from components.labels import Labels
from components.manifest import Manifest
from components.secret_versions import secret_versions
from groundplan.settings.reference import references_in
from groundplan.settings.service import Service
from groundplan.settings.settings import Settings

SECRETS_VOLUME = "secrets"
_ARN_PARTS = 7
_DIGEST_CHARACTERS = 8


def secret_variables(name: str, service: Service, stack: Settings) -> list[Manifest]:
    """The variables by the names that the service states, sorted."""
    copy = _copy(name, service, stack)
    return [
        {"name": key, "valueFrom": {"secretKeyRef": {"name": copy, "key": key}}}
        for key in sorted(service.secrets)
    ]


def _copy(name: str, service: Service, stack: Settings) -> str:
    """The name of the Secret: another one for other secrets, and for other versions of them.

    The driver leaves a Secret that exists as it is when a pod starts and renews it minutes later,
    so a pod would start with the password before. Source: secrets-store-csi-driver,
    controllers/secretproviderclasspodstatus_controller.go, createK8sSecret.
    """
    copied = json.dumps([service.secrets, secret_versions(service, stack)], sort_keys=True)
    return f"{name}-{hashlib.sha256(copied.encode()).hexdigest()[:_DIGEST_CHARACTERS]}"


def secrets_volume(name: str, service: Service) -> list[Manifest]:
    """The volume whose mounting fetches the secrets; none where there are none."""
    if not service.secrets:
        return []
    driver = {
        "driver": "secrets-store.csi.k8s.io",
        "readOnly": True,
        "volumeAttributes": {"secretProviderClass": name},
    }
    return [{"name": SECRETS_VOLUME, "csi": driver}]


def provider_class(
    name: str, service: Service, labels: Labels, references: Mapping[str, pulumi.Output[str]]
) -> Manifest:
    """The specification of a SecretProviderClass: which secrets, under which names."""
    keys = sorted(service.secrets)
    named = [references[references_in(service.secrets[key])[0]] for key in keys]
    objects = pulumi.Output.all(*named).apply(lambda found: _objects(keys, found))
    return {
        "provider": "aws",
        "parameters": {
            "region": labels.region,
            "usePodIdentity": "true",
            "objects": pulumi.Output.json_dumps(objects),
        },
        "secretObjects": [
            {
                "secretName": _copy(name, service, labels.settings),
                "type": "Opaque",
                "data": [{"objectName": key, "key": key} for key in keys],
            }
        ],
    }


def _objects(keys: Sequence[str], references: Sequence[str]) -> list[Manifest]:
    """Each secret once; of a JSON secret `arn:…:secret:name:key::` names one key."""
    whole: list[Manifest] = []
    parts: dict[str, list[Manifest]] = defaultdict(list)
    for key, reference in zip(keys, references, strict=True):
        arn, part = _split(reference)
        if part:
            parts[arn].append({"path": part, "objectAlias": key})
        else:
            whole.append({"objectName": arn, "objectAlias": key})
    return [*whole, *({"objectName": arn, "jmesPath": found} for arn, found in parts.items())]


def _split(reference: str) -> tuple[str, str]:
    """The secret, and the key of its JSON or nothing."""
    words = reference.split(":")
    return ":".join(words[:_ARN_PARTS]), "".join(words[_ARN_PARTS : _ARN_PARTS + 1])
