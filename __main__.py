"""The backend's foundation, in the order in which data flows.

site (key and network) -> data -> edge -> services -> operations.
Every size and switch comes from Pulumi.<stack>.yaml; groundplan/settings says what it may hold.
"""

import gc

# A run lives for seconds, and looking for cycles would take over a quarter of them.
gc.disable()

import pulumi

from components.compute import compute_of
from components.data import Data
from components.edge import Edge
from components.operations import Operations
from components.site import Site
from groundplan.settings.load import load

site = Site(load())
data = Data(site)
edge = Edge(site, data.log_bucket, data.behind(site.here))
compute = compute_of(site, data, edge)
Operations(site, data, edge, compute)

pulumi.export("load_balancer_dns_name", edge.load_balancer.dns_name)
