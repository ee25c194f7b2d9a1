"""Guards: rules between keys that stop what no cloud API would explain.

Each guard yields problems; a problem names the trap, the reason and what to write.
"""

from collections.abc import Callable, Iterator

from groundplan.settings.backup_guards import (
    backups_do_not_meet_the_databases_own,
    cold_storage_lasts_90_days,
    copies_go_to_another_region,
    disaster_recovery_has_a_copy,
    locked_backups_expire_later,
)
from groundplan.settings.cache_guards import (
    broker_has_no_cluster_mode,
    broker_is_not_serverless,
    serverless_cache_has_users,
    shards_need_cluster_mode,
)
from groundplan.settings.certificate_guards import (
    certificate_is_of_this_region_and_account,
    hosts_are_names_of_the_load_balancer,
    issued_certificate_has_a_zone,
)
from groundplan.settings.database_engine_guards import (
    libraries_exist_on_rds,
    logins_are_external_secrets,
    memory_fits_the_class,
    replicas_take_as_many_connections,
)
from groundplan.settings.database_guards import (
    connections_fit_the_database,
    managed_password_has_no_replicas,
    pools_are_of_databases,
    replicas_have_names_of_their_own,
    replicas_need_backups,
    storage_grows_upwards,
    tokens_are_for_databases_on_rds,
)
from groundplan.settings.document_database_guards import (
    document_connections_fit,
    document_logins_are_external_secrets,
    document_pools_are_of_databases,
    documentdb_is_not_found_by_srv,
)
from groundplan.settings.eks_cluster_guards import (
    images_run_on_the_nodes,
    kubernetes_knows_the_setting,
    kubernetes_version_is_supported,
    nodes_need_nat,
    pods_fit_the_nodes,
    pods_reach_storage_by_internet,
    spot_needs_auto_mode,
)
from groundplan.settings.fargate_service_guards import sizes_exist_on_fargate
from groundplan.settings.file_system_guards import (
    files_are_of_one_user,
    mount_paths_are_free,
    mounted_file_systems_exist,
    pods_mount_no_file_system,
    recreated_services_have_one_task,
    sqlite_has_one_writer,
    sqlite_outlives_its_task,
)
from groundplan.settings.health_check_guards import (
    address_is_added_to_a_command,
    health_path_answers_by_itself,
    images_hold_no_curl,
    own_address_is_an_allowed_host,
    start_is_not_a_failure,
)
from groundplan.settings.log_metric_guards import (
    expressions_fit_the_log_group,
    log_fields_are_of_json_lines,
    log_patterns_ask_for_one_service,
)
from groundplan.settings.monitoring_guards import (
    connections_alarm_has_a_limit,
    storage_alarm_comes_after_growth,
    tasks_are_counted,
)
from groundplan.settings.name_guards import (
    names_are_free,
    references_exist,
    secret_names_do_not_look_like_arns,
)
from groundplan.settings.network_guards import (
    internet_needs_nat,
    tasks_can_start_without_nat,
)
from groundplan.settings.problem import Problem
from groundplan.settings.process_guards import (
    processes_are_those_that_start,
    processes_fit_the_task,
)
from groundplan.settings.service_guards import (
    internal_paths_are_asked_first,
    priorities_are_distinct,
    prod_images_stay_what_they_are,
    requests_are_counted_at_one_target_group,
    uvicorn_has_no_worker_class,
)
from groundplan.settings.settings import Settings
from groundplan.settings.storage_guards import (
    copies_of_buckets_go_to_another_region,
    delivery_has_a_certificate,
    delivery_has_names_of_its_own,
)
from groundplan.settings.web_firewall_guards import path_limits_are_tighter

Guard = Callable[[Settings], Iterator[Problem]]

GUARDS: tuple[Guard, ...] = (
    managed_password_has_no_replicas,
    replicas_need_backups,
    replicas_have_names_of_their_own,
    storage_grows_upwards,
    pools_are_of_databases,
    tokens_are_for_databases_on_rds,
    libraries_exist_on_rds,
    memory_fits_the_class,
    replicas_take_as_many_connections,
    logins_are_external_secrets,
    documentdb_is_not_found_by_srv,
    document_logins_are_external_secrets,
    document_pools_are_of_databases,
    document_connections_fit,
    broker_has_no_cluster_mode,
    broker_is_not_serverless,
    serverless_cache_has_users,
    shards_need_cluster_mode,
    mounted_file_systems_exist,
    pods_mount_no_file_system,
    mount_paths_are_free,
    files_are_of_one_user,
    sqlite_has_one_writer,
    sqlite_outlives_its_task,
    recreated_services_have_one_task,
    internet_needs_nat,
    tasks_can_start_without_nat,
    connections_fit_the_database,
    issued_certificate_has_a_zone,
    certificate_is_of_this_region_and_account,
    hosts_are_names_of_the_load_balancer,
    prod_images_stay_what_they_are,
    sizes_exist_on_fargate,
    processes_fit_the_task,
    processes_are_those_that_start,
    kubernetes_knows_the_setting,
    kubernetes_version_is_supported,
    nodes_need_nat,
    pods_fit_the_nodes,
    images_run_on_the_nodes,
    spot_needs_auto_mode,
    pods_reach_storage_by_internet,
    priorities_are_distinct,
    internal_paths_are_asked_first,
    uvicorn_has_no_worker_class,
    requests_are_counted_at_one_target_group,
    health_path_answers_by_itself,
    start_is_not_a_failure,
    images_hold_no_curl,
    own_address_is_an_allowed_host,
    address_is_added_to_a_command,
    secret_names_do_not_look_like_arns,
    references_exist,
    tasks_are_counted,
    connections_alarm_has_a_limit,
    storage_alarm_comes_after_growth,
    log_fields_are_of_json_lines,
    log_patterns_ask_for_one_service,
    expressions_fit_the_log_group,
    path_limits_are_tighter,
    cold_storage_lasts_90_days,
    copies_go_to_another_region,
    disaster_recovery_has_a_copy,
    locked_backups_expire_later,
    backups_do_not_meet_the_databases_own,
    copies_of_buckets_go_to_another_region,
    delivery_has_a_certificate,
    delivery_has_names_of_its_own,
    names_are_free,
)
