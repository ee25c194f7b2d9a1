"""A file system as one service sees it."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True, kw_only=True)
class Mount:
    """The file system and the way into it that is the service's own.

    Source: ECS Developer Guide, specify an EFS file system in a task definition: the role of the
    task is asked only with `iam`, and `iam` needs encryption in transit.
    """

    name: str
    file_system_id: pulumi.Output[str]
    access_point_id: pulumi.Output[str]

    @property
    def volume(self) -> aws.ecs.TaskDefinitionVolumeArgsDict:
        """What a task definition says of it."""
        return {
            "name": self.name,
            "efs_volume_configuration": {
                "file_system_id": self.file_system_id,
                "root_directory": "/",
                "transit_encryption": "ENABLED",
                "authorization_config": {
                    "access_point_id": self.access_point_id,
                    "iam": "ENABLED",
                },
            },
        }
