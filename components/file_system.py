"""EFS: encrypted, an address in every zone, one way in per service."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.after import after
from components.data_store import DataStore
from components.labels import Labels
from components.mount import Mount
from components.policy_document import Statement, document
from components.subnet_tier import SubnetTier
from groundplan.settings.service import Service

_NFS_PORT = 2049
_DIRECTORY = "/files"
_PERMISSIONS = "0750"


@dataclass(frozen=True)
class FileSystemArgs:
    """What a file system needs from the rest of the stack."""

    name: str
    labels: Labels
    tier: SubnetTier
    encryption_key_arn: pulumi.Input[str]


class FileSystem(pulumi.ComponentResource):
    """One file system; each service that mounts it has an access point, and nobody else gets in.

    Services that share it see the same directory, as the user that they run as.
    """

    data_store: DataStore
    arn: pulumi.Output[str]
    id: pulumi.Output[str]
    mounts: dict[str, Mount]

    def __init__(
        self, name: str, args: FileSystemArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:FileSystem", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._file_system = self._build_file_system()
        group = self._security_group()
        points = {
            service: self._access_point(service, settings)
            for service, settings in args.labels.settings.services.items()
            if args.name in settings.file_systems
        }
        ready = after(self._file_system.id, *self._mount_targets(group), self._policy(points))
        self.data_store = DataStore(security_group_id=group.id, port=_NFS_PORT)
        self.arn, self.id = self._file_system.arn, self._file_system.id
        self.mounts = {
            service: Mount(name=args.name, file_system_id=ready, access_point_id=point.id)
            for service, point in points.items()
        }
        self.register_outputs({})

    def _build_file_system(self) -> aws.efs.FileSystem:
        settings = self._args.labels.settings.file_system[self._args.name]
        days = settings.infrequent_after_days
        lifecycle: list[aws.efs.FileSystemLifecyclePolicyArgsDict] = [
            {"transition_to_ia": f"AFTER_{days}_DAY{'S' if days != 1 else ''}"},
            {"transition_to_primary_storage_class": "AFTER_1_ACCESS"},
        ]
        return aws.efs.FileSystem(
            self._prefix,
            encrypted=True,
            kms_key_id=self._args.encryption_key_arn,
            throughput_mode=settings.throughput,
            lifecycle_policies=lifecycle if days else [],
            tags={"Name": self._args.labels.name(self._prefix)},
            opts=self._child,
        )

    def _security_group(self) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            self._prefix,
            vpc_id=self._args.tier.vpc_id,
            description="Files, reachable from the services that mount them only",
            tags={"Name": self._args.labels.name(self._prefix)},
            opts=self._child,
        )

    def _mount_targets(self, group: aws.ec2.SecurityGroup) -> list[pulumi.Output[str]]:
        zones = self._args.labels.settings.network.availability_zones
        targets = [
            aws.efs.MountTarget(
                f"{self._prefix}-{zone}",
                file_system_id=self._file_system.id,
                subnet_id=subnet_id,
                security_groups=[group.id],
                opts=self._child,
            )
            for zone, subnet_id in zip(zones, self._args.tier.subnet_ids, strict=True)
        ]
        return [target.id for target in targets]

    def _access_point(self, service: str, settings: Service) -> aws.efs.AccessPoint:
        """EFS makes the directory for whoever comes first; a container cannot change the user."""
        uid, _, gid = settings.user.partition(":")
        user, group = int(uid), int(gid or uid)
        return aws.efs.AccessPoint(
            f"{self._prefix}-{service}",
            file_system_id=self._file_system.id,
            posix_user={"uid": user, "gid": group},
            root_directory={
                "path": _DIRECTORY,
                "creation_info": {
                    "owner_uid": user,
                    "owner_gid": group,
                    "permissions": _PERMISSIONS,
                },
            },
            tags={"Name": self._args.labels.name(self._prefix, service)},
            opts=self._child,
        )

    def _policy(self, points: dict[str, aws.efs.AccessPoint]) -> pulumi.Output[str]:
        labels = self._args.labels
        allowed = [
            may_mount(labels.role_arn(f"{service}-task"), point.arn)
            for service, point in points.items()
        ]
        policy = aws.efs.FileSystemPolicy(
            self._prefix,
            file_system_id=self._file_system.id,
            policy=document([_ONLY_TLS, *allowed]),
            opts=self._child,
        )
        return policy.id


def may_mount(role_arn: str, access_point_arn: pulumi.Input[str]) -> Statement:
    """Let a role in by one access point.

    It is named in a condition, because it comes after the file system. Source: EFS User Guide,
    using access points in IAM policies; blocking public access, the meaning of "public".
    """
    return {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        "Condition": {
            "StringEquals": {
                "aws:PrincipalArn": role_arn,
                "elasticfilesystem:AccessPointArn": access_point_arn,
            },
            "Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"},
        },
    }


_ONLY_TLS: Statement = {
    "Sid": "OnlyTls",
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
