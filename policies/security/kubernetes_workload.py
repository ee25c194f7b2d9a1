"""What is demanded of pods, so that a break-in stays in its container."""

from collections.abc import Callable
from typing import Unpack

from policies.condition import Check
from policies.pod import (
    NAMESPACE,
    NETWORK_POLICY,
    SECRET_OBJECT,
    WORKLOADS,
    containers,
    labels,
    name_of,
    setting,
    spec_of,
)
from policies.properties import Properties, is_false, is_true
from policies.rule import ADVICE, PROD_FIRST, Rule, Text
from policies.subject import Subject
from policies.verdict import PASS, Verdict, all_of, any_of, demand, violation

_HOST = ("hostNetwork", "hostPID", "hostIPC")
_SECRET_TYPES = ("kubernetes.io/service-account-token",)


def _every(test: Callable[[Subject, Properties], Verdict | None]):  # noqa: ANN202 - see Rule.check
    def check(workload: Subject) -> Verdict | None:
        return all_of(lambda one=one: test(workload, one) for one in containers(workload))

    return check


def _flag(name: str, test: Callable[[object], bool]):  # noqa: ANN202 - see Rule.check
    return _every(
        lambda workload, one: demand(
            test(setting(workload, one, name)), one.at(f"securityContext.{name}")
        )
    )


def _own_flag(name: str, test: Callable[[object], bool]):  # noqa: ANN202 - see Rule.check
    return _every(
        lambda _, one: demand(
            test(one.get(f"securityContext.{name}")), one.at(f"securityContext.{name}")
        )
    )


def _drops_all(_: Subject, container: Properties) -> Verdict:
    dropped = [one.upper() for one in container.strings("securityContext.capabilities.drop")]
    return demand("ALL" in dropped, container.at("securityContext.capabilities.drop"))


def _apart_from_host(workload: Subject) -> Verdict | None:
    spec = spec_of(workload)
    return all_of(
        lambda name=name: demand(not is_true(spec.get(name)), spec.at(name)) for name in _HOST
    )


def _not_literal(secret: Subject) -> Verdict | None:
    if secret.get("type", "") in _SECRET_TYPES:
        return None
    filled = [name for name in ("stringData", "data") if secret.has(name)]
    return demand(not filled, filled[0] if filled else "")


def _no_secret_variables(_: Subject, container: Properties) -> Verdict | None:
    return (
        all_of(
            lambda one=one: demand(not one.known().has("valueFrom.secretKeyRef"), one.path)
            for one in container.each("env")
        )
        or PASS
    )


def _closed_by_default(namespace: Subject) -> Verdict | None:
    name = name_of(namespace)
    found = [namespace.other(one) for one in namespace.plan.of_kind(NETWORK_POLICY)]
    return any_of(
        lambda one=one: _denies_all(one) if _in_namespace(namespace, one, name) else None
        for one in found
    ) or violation(detail="no NetworkPolicy is in it")


def _in_namespace(namespace: Subject, policy: Subject, name: str) -> bool:
    used = [one.resource.urn for one in policy.uses("metadata")]
    return namespace.resource.urn in used or policy.get("metadata.namespace", "") == name


def _denies_all(policy: Subject) -> Verdict:
    everything = not labels(policy, "spec.podSelector.matchLabels")
    types = policy.strings("spec.policyTypes")
    return demand(everything and "Ingress" in types and not policy.has("spec.ingress"), "spec")


def _pod(name: str, ids: str, check: Check, **text: Unpack[Text]) -> Rule:
    return Rule(
        name=name,
        control="EKS-07",
        ids=ids,
        severity="high",
        levels=PROD_FIRST,
        applies_to=WORKLOADS,
        check=check,
        **text,
    )


RULES = (
    _pod(
        "pod-not-privileged",
        "CKV_K8S_16",
        _own_flag("privileged", lambda one: not is_true(one)),
        problem="a container runs privileged",
        why="a break-out owns the node",
        fix='"securityContext": {"privileged": False}',
    ),
    _pod(
        "pod-escalation-off",
        "CKV_K8S_20",
        _own_flag("allowPrivilegeEscalation", is_false),
        problem="a process may gain more rights than its parent",
        why="a set-uid program in the image becomes root",
        fix='"securityContext": {"allowPrivilegeEscalation": False}',
    ),
    _pod(
        "pod-root-filesystem-read-only",
        "CKV_K8S_22",
        _own_flag("readOnlyRootFilesystem", is_true),
        problem="a container may change its own files",
        why="an intruder could plant code",
        fix='"securityContext": {"readOnlyRootFilesystem": True} and an emptyDir for /tmp',
    ),
    _pod(
        "pod-user-not-root",
        "CKV_K8S_23",
        _flag("runAsNonRoot", is_true),
        problem="a container may run as root",
        why="root in the container is one kernel bug away from root on the node",
        fix='"securityContext": {"runAsNonRoot": True, "runAsUser": 10001}',
    ),
    _pod(
        "pod-capabilities-dropped",
        "CKV_K8S_28",
        _every(_drops_all),
        problem="a container keeps kernel capabilities",
        why="NET_RAW alone lets it listen to its neighbours",
        fix='"securityContext": {"capabilities": {"drop": ["ALL"]}}',
    ),
    _pod(
        "pod-apart-from-host",
        "",
        _apart_from_host,
        problem="the pod shares the node's network, processes or memory",
        why="it could read what other pods on the node do",
        fix="no hostNetwork, hostPID or hostIPC",
    ),
    Rule(
        name="kubernetes-secret-not-literal",
        control="EKS-11",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(SECRET_OBJECT,),
        check=_not_literal,
        problem="a secret's data is written by the program",
        why="it lies in the state and in every copy of the manifest",
        fix="an ExternalSecret or the Secrets Store CSI driver that reads Secrets Manager",
    ),
    Rule(
        name="pod-secrets-as-files",
        control="EKS-11",
        ids="CKV_K8S_35",
        severity="medium",
        levels=ADVICE,  # a program that reads its environment only has no choice, as on ECS
        applies_to=WORKLOADS,
        check=_every(_no_secret_variables),
        problem="a secret is passed as a variable",
        why="variables show up in crash reports and in every child process",
        fix="mount the secret as a file",
    ),
    Rule(
        name="namespace-closed-by-default",
        control="EKS-12",
        ids="CKV2_K8S_6",
        severity="medium",
        levels=ADVICE,
        applies_to=(NAMESPACE,),
        graph=True,
        check=_closed_by_default,
        problem="every pod may call every pod",
        why="one broken container reaches all the others",
        fix='NetworkPolicy with an empty podSelector and policyTypes ["Ingress"]',
    ),
)
