"""Changes resources on their way: of one, of a component's children, of all."""

import pulumi
import pulumi_aws as aws

Args = pulumi.ResourceTransformArgs
Result = pulumi.ResourceTransformResult


def tag_everything(args: Args) -> Result | None:
    if not args.type_.startswith("aws:"):
        return None
    return Result({**args.props, "tags": {**args.props.get("tags", {}), "team": "shop"}}, args.opts)


async def protect(args: Args) -> Result:
    options = pulumi.ResourceOptions.merge(args.opts, pulumi.ResourceOptions(protect=True))
    return Result(args.props, options)


def old_style(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    return pulumi.ResourceTransformationResult({**args.props, "force_destroy": True}, args.opts)


class Store(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("acme:storage:Store", name, None, opts)
        self.bucket = aws.s3.Bucket(name, opts=pulumi.ResourceOptions(parent=self))


pulumi.runtime.register_resource_transform(tag_everything)
Store("orders", pulumi.ResourceOptions(transforms=[protect]))
aws.s3.Bucket("logs", opts=pulumi.ResourceOptions(transformations=[old_style]))
