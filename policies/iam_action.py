"""What IAM actions can do, as far as the rules must tell them apart.

Source: AWS Service Authorization Reference, access levels and resource types per service, and the
privilege escalation paths described by Rhino Security Labs (2018, 2019).
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from functools import lru_cache

CREDENTIALS = (
    *("iam:createaccesskey", "iam:createloginprofile", "iam:updateloginprofile"),
    *("iam:createservicespecificcredential", "iam:resetservicespecificcredential"),
    *("iam:updateaccesskey", "rds-db:connect", "redshift:getclustercredentials"),
    *("sso:getrolecredentials", "sts:assumerole", "sts:assumerolewithsaml"),
    *("sts:assumerolewithwebidentity", "sts:getfederationtoken", "chime:createapikey"),
    *(
        "codepipeline:pollforjobs",
        "connect:getfederationtoken",
        "lightsail:getinstanceaccessdetails",
    ),
    *("lightsail:getrelationaldatabasemasteruserpassword", "gamelift:requestuploadcredentials"),
    *("cognito-identity:getcredentialsforidentity", "cognito-identity:getopenidtoken"),
    *("mediapackage:rotatechannelcredentials", "ec2:getpassworddata"),
)
EXFILTRATION = (
    *("s3:getobject", "ssm:getparameter", "ssm:getparameters", "ssm:getparametersbypath"),
    *("secretsmanager:getsecretvalue", "secretsmanager:batchgetsecretvalue"),
)
PERMISSIONS = (
    *("iam:attachgrouppolicy", "iam:attachrolepolicy", "iam:attachuserpolicy"),
    *("iam:createpolicy", "iam:createpolicyversion", "iam:createrole", "iam:deletepolicy"),
    *("iam:deleterolepolicy", "iam:deleteuserpolicy", "iam:detachrolepolicy", "iam:passrole"),
    *("iam:putgrouppolicy", "iam:putrolepolicy", "iam:putuserpolicy"),
    *(
        "iam:putrolepermissionsboundary",
        "iam:setdefaultpolicyversion",
        "iam:updateassumerolepolicy",
    ),
    *("iam:addusertogroup", "iam:createuser", "iam:createaccesskey", "iam:updateaccesskey"),
    *("s3:putbucketpolicy", "s3:putbucketacl", "s3:putobjectacl", "s3:deletebucketpolicy"),
    *("s3:putbucketpublicaccessblock", "s3:putaccountpublicaccessblock"),
    *("kms:creategrant", "kms:putkeypolicy", "kms:retiregrant", "kms:revokegrant"),
    *("sns:addpermission", "sns:settopicattributes", "sqs:addpermission", "sqs:setqueueattributes"),
    *("lambda:addpermission", "lambda:removepermission", "lambda:addlayerversionpermission"),
    *("ecr:setrepositorypolicy", "ecr:deleterepositorypolicy", "backup:putbackupvaultaccesspolicy"),
    *("secretsmanager:putresourcepolicy", "secretsmanager:deleteresourcepolicy"),
    *(
        "elasticfilesystem:putfilesystempolicy",
        "logs:putresourcepolicy",
        "glacier:setvaultaccesspolicy",
    ),
    *("ec2:createnetworkinterfacepermission", "ec2:modifysnapshotattribute"),
    *("rds:authorizedbsecuritygroupingress", "organizations:*", "ram:createresourceshare"),
)
ESCALATION = (
    *("iam:createpolicyversion", "iam:setdefaultpolicyversion", "iam:createaccesskey"),
    *("iam:createloginprofile", "iam:updateloginprofile", "iam:attachuserpolicy"),
    *("iam:attachgrouppolicy", "iam:attachrolepolicy", "iam:putuserpolicy", "iam:putgrouppolicy"),
    *("iam:putrolepolicy", "iam:addusertogroup", "iam:updateassumerolepolicy", "iam:passrole"),
    *("lambda:updatefunctioncode", "glue:updatedevendpoint", "codestar:createproject"),
    *("codestar:associateteammember", "ssm:sendcommand"),
)
_WITHOUT_RESOURCES = (
    *("*:describe*", "*:list*", "xray:*", "cloudwatch:putmetricdata", "cloudwatch:get*"),
    *("ecr:getauthorizationtoken", "ssmmessages:*", "ec2messages:*", "sts:getcalleridentity"),
    *(
        "sts:getsessiontoken",
        "sts:getserviceaccesstoken",
        "ec2:get*",
        "tag:get*",
        "ce:*",
        "pricing:*",
    ),
    *("logs:putdeliverydestination", "logs:createlogdelivery", "logs:*logdelivery", "health:*"),
    *("elasticloadbalancing:describe*", "autoscaling:describe*", "kms:createkey", "s3:createjob"),
    *(
        "kms:generaterandom",
        "s3:listallmybuckets",
        "iam:get*summary",
        "support:*",
        "sns:unsubscribe",
    ),
    *("elasticfilesystem:createfilesystem", "application-autoscaling:*", "cloudtrail:lookupevents"),
    *("ssm:updateinstanceinformation", "ecs:discoverpollendpoint", "ecs:createcluster"),
)
_READS = ("get", "list", "describe", "view", "lookup", "search", "query", "scan", "check", "head")


@lru_cache(maxsize=8192)
def names_one_of(pattern: str, actions: tuple[str, ...]) -> bool:
    """Whether an action, which may hold wildcards, means one of these."""
    return any(fnmatchcase(one, pattern) or fnmatchcase(pattern, one) for one in actions)


@lru_cache(maxsize=8192)
def is_restrictable(action: str) -> bool:
    """Whether the action can be limited to a resource; a whole service holds such actions."""
    return not any(fnmatchcase(action, one) for one in _WITHOUT_RESOURCES)


def writes(action: str) -> bool:
    """Whether the action changes something, by its verb."""
    verb = action.partition(":")[2]
    return not verb.startswith(_READS)


def any_restrictable(actions: Iterable[str]) -> bool:
    """Whether one of the actions can be limited to a resource."""
    return any(is_restrictable(one) for one in actions)
