"""What is demanded of every container in an ECS task definition."""

from policies.container import environment, every_container, is_secret_name, is_secret_value
from policies.kinds import TASK_DEFINITION
from policies.properties import Properties, is_true
from policies.rule import ALWAYS, PROD_FIRST, PROD_ONLY, Rule
from policies.verdict import Verdict, all_of, demand

_ROOT = ("", "root", "0", "0:0", "root:root")
_AWS_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_ORIGIN_LISTS = ("ALLOWED_ORIGINS", "CORS_ORIGINS", "CORS_ALLOWED_ORIGINS", "ALLOWED_HOSTS")
_FLAGS_OFF = ("DEBUG", "DJANGO_DEBUG", "FLASK_DEBUG")
_ENVIRONMENT_NAMES = ("ENVIRONMENT", "ENV", "APP_ENV")


def _no_secret_in_clear(container: Properties) -> Verdict | None:
    return all_of(
        lambda name=name, entry=entry: demand(
            not (is_secret_name(name) and entry.has("value"))
            and not is_secret_value(entry.get("value", "")),
            entry.path,
        )
        for name, entry in environment(container)
    ) or demand(fulfilled=True)


def _no_aws_keys(container: Properties) -> Verdict | None:
    names = [
        (str(entry.known().get("name", "")), entry.path)
        for section in ("environment", "secrets")
        for entry in container.each(section)
    ]
    found = next((path for name, path in names if name.upper() in _AWS_KEYS), None)
    return demand(found is None, found or "")


def _image_is_pinned(container: Properties) -> Verdict | None:
    image = str(container.get("image", ""))
    tag = image.rpartition("/")[2].partition(":")[2]
    return demand("@sha256:" in image or tag not in ("", "latest"), container.at("image"))


def _runs_as_production(container: Properties) -> Verdict | None:
    return all_of(
        lambda name=name, entry=entry: _production_value(name.upper(), entry)
        for name, entry in environment(container)
    )


def _production_value(name: str, entry: Properties) -> Verdict | None:
    if name in _FLAGS_OFF:
        allowed = str(entry.get("value", "")).lower() in ("false", "0", "no", "off", "")
    elif name in _ENVIRONMENT_NAMES:
        allowed = str(entry.get("value", "")).lower() in ("production", "prod")
    elif name in _ORIGIN_LISTS:
        parts = str(entry.get("value", "")).replace('"', " ").replace(",", " ").strip("[] ").split()
        allowed = "*" not in parts
    else:
        return None
    return demand(allowed, entry.at("value"))


RULES = (
    Rule(
        name="container-not-privileged",
        control="ECS-02",
        ids="FSBP:ECS.4 CKV_AWS_334",
        severity="high",
        levels=ALWAYS,
        applies_to=(TASK_DEFINITION,),
        check=every_container(
            lambda one: demand(not is_true(one.get("privileged")), one.at("privileged"))
        ),
        problem="a container runs privileged",
        why="a break-out owns the host",
        fix='"privileged": False in container_definitions',
    ),
    Rule(
        name="container-root-filesystem-read-only",
        control="ECS-03",
        ids="FSBP:ECS.5 CKV_AWS_336",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        check=every_container(
            lambda one: demand(
                is_true(one.get("readonlyRootFilesystem")), one.at("readonlyRootFilesystem")
            )
        ),
        problem="a container may change its own files",
        why="an intruder could plant code that survives until the next deployment",
        fix='"readonlyRootFilesystem": True in container_definitions, and a volume for /tmp',
    ),
    Rule(
        name="container-user-not-root",
        control="ECS-04",
        ids="FSBP:ECS.20 FSBP:ECS.1",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        check=every_container(
            lambda one: demand(str(one.get("user", "")).lower() not in _ROOT, one.at("user"))
        ),
        problem="a container runs as root",
        why="root in the container is one kernel bug away from root on the host",
        fix='"user": "10001:10001" in container_definitions',
    ),
    Rule(
        name="container-logs-delivered",
        control="ECS-06",
        ids="FSBP:ECS.9",
        severity="medium",
        levels=ALWAYS,
        applies_to=(TASK_DEFINITION,),
        check=every_container(
            lambda one: demand(
                one.get("logConfiguration.logDriver") in ("awslogs", "awsfirelens", "splunk"),
                one.at("logConfiguration"),
            )
        ),
        problem="a container's output is thrown away",
        why="there is nothing to read after a crash",
        fix='"logConfiguration": {"logDriver": "awslogs", "options": {...}}',
    ),
    Rule(
        name="container-environment-without-secrets",
        control="ECS-07",
        ids="FSBP:ECS.8",
        severity="critical",
        levels=ALWAYS,
        applies_to=(TASK_DEFINITION,),
        check=every_container(_no_secret_in_clear),
        never_exempt=True,
        problem="a plain variable holds a secret",
        why="anyone who may describe tasks reads it, and it stays in every old revision",
        fix='"secrets": [{"name": ..., "valueFrom": arn}]; settings: services.<name>.secrets',
    ),
    Rule(
        name="container-image-pinned",
        control="ECS-10",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        check=every_container(_image_is_pinned),
        problem="an image is named by no tag or by latest",
        why="the next task that starts may run other code than the one beside it",
        fix="image='<repository>@sha256:...' or an immutable tag; settings: services.<name>.image",
    ),
    Rule(
        name="container-configured-for-production",
        control="ECS-18",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(TASK_DEFINITION,),
        check=every_container(_runs_as_production),
        problem="a variable holds a development setting",
        why="debug pages, open origins and any-host answers are for laptops",
        fix="DEBUG=false, ENVIRONMENT=production, exact origins and hosts; settings: "
        "services.<name>.environment",
    ),
    Rule(
        name="container-without-aws-keys",
        control="IAM-07",
        ids="FSBP:ECS.8",
        severity="critical",
        levels=ALWAYS,
        applies_to=(TASK_DEFINITION,),
        check=every_container(_no_aws_keys),
        never_exempt=True,
        problem="AWS access keys are passed to a container",
        why="the task role gives short-lived credentials that nobody can leak for long",
        fix="remove the variable; grant the task role what the program needs",
    ),
)
