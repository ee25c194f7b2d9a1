"""Deploys, faults and destroys a stack on the real engine, with stand-ins for the clouds."""
