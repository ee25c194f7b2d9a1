"""Asks something that no SDK describes an answer for."""

import pulumi

pulumi.runtime.invoke("acme:index/getSite:getSite", {})
