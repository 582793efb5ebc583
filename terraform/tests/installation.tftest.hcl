# One installation as a plan, against a mocked provider: no account, no network. Plans suffice and take a third of the time of applying:
# what a resource would compute is mocked already during the plan.

mock_provider "aws" {
  override_during = plan

  mock_data "aws_availability_zones" {
    defaults = {
      names = ["eu-central-1a", "eu-central-1b", "eu-central-1c", "eu-central-1d"]
    }
  }
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_secretsmanager_random_password" {
    defaults = { random_password = "abcdefghijklmnopqrstuvwxyz0123456789" }
  }
  mock_data "aws_ssm_parameter" {
    defaults = { value = "ami-0123456789abcdef0" }
  }
  mock_resource "aws_sesv2_email_identity" {
    defaults = {
      arn                     = "arn:aws:ses:eu-central-1:123456789012:identity/example.org"
      dkim_signing_attributes = { tokens = ["one", "two", "three"] }
    }
  }
  mock_resource "aws_acm_certificate" {
    defaults = {
      arn                       = "arn:aws:acm:eu-central-1:123456789012:certificate/c"
      domain_validation_options = [{ domain_name = "tickets.example.org", resource_record_name = "_v", resource_record_type = "CNAME", resource_record_value = "v." }]
    }
  }
  mock_resource "aws_acm_certificate_validation" {
    defaults = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/c" }
  }
  mock_resource "aws_lb" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/t/1", arn_suffix = "app/t/1" }
  }
  mock_resource "aws_lb_target_group" {
    defaults = { arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/t/1", arn_suffix = "targetgroup/t/1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/r" }
  }
  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/k" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:g" }
  }
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:123456789012:t" }
  }
  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/t/1" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { id = "bucket", arn = "arn:aws:s3:::bucket" }
  }
  mock_resource "aws_sesv2_configuration_set" {
    defaults = { arn = "arn:aws:ses:eu-central-1:123456789012:configuration-set/c" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { id = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s", arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:s" }
  }
  # Without a route in the file there is none.
  mock_resource "aws_route_table" {
    defaults = { route = [] }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-0123456789abcdef0" }
  }
}

variables {
  name               = "ticketing-test"
  cidr               = "10.30.0.0/16"
  host               = "tickets.example.org"
  zone_id            = "Z123"
  mail_domain        = "example.org"
  people             = ["duty@example.org"]
  repository         = "example/ticketing"
  github_environment = "production"
  size               = "medium"
}

run "network" {
  command = plan
  module {
    source = "./modules/network"
  }
  variables {
    zones        = ["a", "b", "c"]
    nat_per_zone = true
  }

  assert {
    condition     = length(aws_subnet.private) == 3 && length(distinct(aws_subnet.private[*].availability_zone)) == 3
    error_message = "Nodes stand in three zones."
  }
  assert {
    condition     = length(aws_nat_gateway.this) == 3
    error_message = "Each zone has a way out of its own."
  }
  assert {
    condition     = length(aws_route_table.data.route) == 0
    error_message = "Databases have no way out."
  }
  assert {
    condition     = length(distinct(concat(aws_subnet.public[*].cidr_block, aws_subnet.private[*].cidr_block, aws_subnet.data[*].cidr_block))) == 9
    error_message = "Subnets have addresses of their own."
  }
  assert {
    condition     = aws_flow_log.this.traffic_type == "ALL"
    error_message = "Flow logs have refused connections, too."
  }
}

run "one_nat_for_small_networks" {
  command = plan
  module {
    source = "./modules/network"
  }
  variables {
    zones        = ["a", "b", "c"]
    nat_per_zone = false
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 1 && length(aws_route_table.private) == 3
    error_message = "One NAT gateway serves all zones."
  }
}

run "network_refuses_addresses_of_pods_and_two_zones" {
  command = plan
  module {
    source = "./modules/network"
  }
  variables {
    cidr         = "10.42.0.0/16"
    zones        = ["a", "b"]
    nat_per_zone = true
  }
  expect_failures = [var.cidr, var.zones]
}

run "database" {
  command = plan
  module {
    source = "./modules/database"
  }
  variables {
    vpc_id                   = "vpc-1"
    subnet_ids               = ["s1", "s2", "s3"]
    client_security_group_id = "sg-nodes"
    instance_class           = "db.m7g.large"
    storage_gib              = 100
    multi_az                 = true
  }

  assert {
    condition     = aws_db_instance.this.multi_az && aws_db_instance.this.storage_encrypted && !aws_db_instance.this.publicly_accessible
    error_message = "A standby in another zone, encrypted, not reachable from outside."
  }
  assert {
    condition     = aws_db_instance.this.backup_retention_period >= 14 && aws_db_instance.this.deletion_protection && !aws_db_instance.this.skip_final_snapshot
    error_message = "Fourteen days can be restored, and nothing deletes the last copy."
  }
  assert {
    condition     = aws_db_instance.this.manage_master_user_password && aws_db_instance.this.password == null
    error_message = "No password is in files or state."
  }
  assert {
    condition = alltrue([
      for name, value in { "rds.force_ssl" = "1", "rds.logical_replication" = "1" } :
      anytrue([for parameter in aws_db_parameter_group.this.parameter : parameter.name == name && parameter.value == value])
    ])
    error_message = "TLS is forced and the log can be decoded."
  }
  assert {
    condition     = anytrue([for parameter in aws_db_parameter_group.this.parameter : parameter.name == "max_slot_wal_keep_size" && parameter.value == "16384"])
    error_message = "A reader that stays away does not fill the disk."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.nodes.referenced_security_group_id == "sg-nodes" && aws_vpc_security_group_ingress_rule.nodes.cidr_ipv4 == null
    error_message = "Only nodes reach the database."
  }
}

run "database_refuses_a_week_of_backups" {
  command = plan
  module {
    source = "./modules/database"
  }
  variables {
    vpc_id                   = "vpc-1"
    subnet_ids               = ["s1"]
    client_security_group_id = "sg-nodes"
    instance_class           = "db.m7g.large"
    storage_gib              = 100
    multi_az                 = true
    backup_days              = 7
  }
  expect_failures = [var.backup_days]
}

run "cache" {
  command = plan
  module {
    source = "./modules/cache"
  }
  variables {
    vpc_id                   = "vpc-1"
    subnet_ids               = ["s1", "s2", "s3"]
    client_security_group_id = "sg-nodes"
    node_type                = "cache.t4g.small"
    replicas                 = 1
  }

  assert {
    condition     = aws_elasticache_replication_group.this.transit_encryption_enabled && aws_elasticache_replication_group.this.transit_encryption_mode == "required" && aws_elasticache_replication_group.this.at_rest_encryption_enabled
    error_message = "TLS is required and the memory's copy on disk is encrypted."
  }
  assert {
    condition     = aws_elasticache_replication_group.this.automatic_failover_enabled && aws_elasticache_replication_group.this.multi_az_enabled
    error_message = "A replica in another zone takes over."
  }
  assert {
    condition     = anytrue([for parameter in aws_elasticache_parameter_group.this.parameter : parameter.name == "maxmemory-policy" && parameter.value == "noeviction"])
    error_message = "Held seats are not evicted."
  }
  assert {
    condition     = aws_elasticache_replication_group.this.snapshot_retention_limit == 0
    error_message = "PostgreSQL fills Redis again: nothing old is restored."
  }
}

run "nodes" {
  command = plan
  module {
    source = "./modules/nodes"
  }
  variables {
    vpc_id                          = "vpc-1"
    subnet_ids                      = ["s1", "s2", "s3"]
    load_balancer_security_group_id = "sg-edge"
    target_group_arn                = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/t/1"
    instance_profile                = "p"
    node_role                       = "r"
    agent_type                      = "m7i.xlarge"
    agents                          = { min = 2, wanted = 3, max = 9 }
  }

  assert {
    condition     = length(aws_instance.server) == 3 && length(distinct(aws_instance.server[*].subnet_id)) == 3
    error_message = "etcd has a majority when a zone fails."
  }
  assert {
    condition = alltrue(concat(
      [for server in aws_instance.server : server.metadata_options[0].http_tokens == "required" && server.metadata_options[0].http_put_response_hop_limit == 1],
      [aws_launch_template.agent.metadata_options[0].http_tokens == "required", aws_launch_template.agent.metadata_options[0].http_put_response_hop_limit == 1],
    ))
    error_message = "IMDSv2 only, and out of pods' reach."
  }
  assert {
    condition     = alltrue([for server in aws_instance.server : server.root_block_device[0].encrypted && !server.associate_public_ip_address])
    error_message = "Encrypted disks, no public address."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.load_balancer.from_port == 443 && aws_vpc_security_group_ingress_rule.load_balancer.cidr_ipv4 == null && aws_vpc_security_group_ingress_rule.among.cidr_ipv4 == null
    error_message = "Nodes are reached by the load balancer and by nodes, not by addresses."
  }
  assert {
    # A pod's grace is 330 s.
    condition     = aws_autoscaling_lifecycle_hook.drain.heartbeat_timeout > 360 && strcontains(file("./modules/nodes/k3s.sh"), "shutdownGracePeriod: 360s")
    error_message = "A machine ends after its pods."
  }
}

run "nodes_refuse_more_wanted_than_allowed" {
  command = plan
  module {
    source = "./modules/nodes"
  }
  variables {
    vpc_id                          = "vpc-1"
    subnet_ids                      = ["s1", "s2", "s3"]
    load_balancer_security_group_id = "sg-edge"
    target_group_arn                = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/t/1"
    instance_profile                = "p"
    node_role                       = "r"
    agent_type                      = "m7i.xlarge"
    agents                          = { min = 2, wanted = 12, max = 9 }
  }
  expect_failures = [var.agents]
}

run "edge" {
  command = plan
  module {
    source = "./modules/edge"
  }
  variables {
    vpc_id            = "vpc-1"
    network_cidr      = "10.30.0.0/16"
    public_subnet_ids = ["s1", "s2", "s3"]
    logs_bucket       = "logs"
  }

  assert {
    condition     = aws_lb.this.idle_timeout == 120 && aws_lb.this.drop_invalid_header_fields && aws_lb.this.enable_deletion_protection
    error_message = "Circuits may be silent for two minutes; malformed headers end at the door."
  }
  assert {
    condition     = alltrue([for sticky in aws_lb_target_group.traefik.stickiness : !sticky.enabled])
    error_message = "Stickiness is Traefik's: two of them would disagree."
  }
  assert {
    condition     = startswith(aws_lb_listener.https.ssl_policy, "ELBSecurityPolicy-TLS13") && one(aws_lb_listener.http.default_action).type == "redirect"
    error_message = "TLS 1.2 and 1.3 only; plain HTTP is redirected."
  }
  assert {
    condition = alltrue([
      for name in ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesAmazonIpReputationList", "body-size", "rate"] :
      contains([for rule in aws_wafv2_web_acl.this.rule : rule.name], name)
    ])
    error_message = "WAF has the managed rules, the body rule and the rate rule."
  }
  assert {
    condition     = length(aws_cloudfront_distribution.this) == 0
    error_message = "CloudFront is a choice."
  }
}

run "edge_with_cloudfront" {
  command = plan
  module {
    source = "./modules/edge"
  }
  variables {
    vpc_id                     = "vpc-1"
    network_cidr               = "10.30.0.0/16"
    public_subnet_ids          = ["s1", "s2", "s3"]
    logs_bucket                = "logs"
    cloudfront_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/c"
  }

  assert {
    condition     = length(aws_cloudfront_distribution.this) == 1 && one(aws_cloudfront_distribution.this[0].default_cache_behavior).viewer_protocol_policy == "redirect-to-https"
    error_message = "CloudFront stands in front and speaks TLS only."
  }
}

run "storage" {
  command = plan
  module {
    source = "./modules/storage"
  }
  variables {
    secret_name = "ticketing-test/pictures"
  }

  assert {
    condition = alltrue([
      for block in aws_s3_bucket_public_access_block.this :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "No bucket is public."
  }
  assert {
    condition     = alltrue([for versions in aws_s3_bucket_versioning.this : one(versions.versioning_configuration).status == "Enabled"])
    error_message = "A picture that is overwritten can be brought back."
  }
  assert {
    condition     = strcontains(aws_s3_bucket_policy.pictures.policy, "aws:SecureTransport")
    error_message = "Buckets answer by TLS only."
  }
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_user_policy.pictures.policy).Statement : startswith(statement.Resource, "arn:aws:s3:::")])
    error_message = "The shop's key opens the pictures and nothing else."
  }
}

run "mail" {
  command = plan
  module {
    source = "./modules/mail"
  }
  variables {
    domain      = "example.org"
    bounces_to  = "duty@example.org"
    secret_name = "ticketing-test/smtp"
  }

  assert {
    condition     = length(aws_route53_record.dkim) == 3 && one(aws_sesv2_configuration_set.this.delivery_options).tls_policy == "REQUIRE"
    error_message = "Mails are signed and sent by TLS."
  }
  assert {
    condition     = jsondecode(aws_iam_user_policy.smtp.policy).Statement[0].Resource != "*"
    error_message = "The SMTP user sends as this domain only."
  }
}

run "identity" {
  command = plan
  module {
    source = "./modules/identity"
  }
  variables {
    secret_prefix = "ticketing-test"
  }

  assert {
    condition = (jsondecode(aws_iam_role.deploy.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"]
    == "repo:example/ticketing:environment:production")
    error_message = "The deployment's role is bound to the repository and its environment."
  }
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.node.policy).Statement : statement.Resource != "*" && !contains(flatten([statement.Action]), "*")])
    error_message = "Nodes have no right to everything."
  }
  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.deploy.policy).Statement :
      statement.Resource != "*" || alltrue([for action in flatten([statement.Action]) : startswith(action, "ec2:Describe")])
    ])
    error_message = "The deployment reads lists, and opens tunnels to servers only."
  }
}

run "identity_refuses_any_repository" {
  command = plan
  module {
    source = "./modules/identity"
  }
  variables {
    secret_prefix = "ticketing-test"
    repository    = "example/*"
  }
  expect_failures = [var.repository]
}

run "alarms" {
  command = plan
  module {
    source = "./modules/alarms"
  }
  variables {
    database                 = "ticketing-test"
    database_connections_max = 1000
    cache_members            = ["ticketing-test-001", "ticketing-test-002"]
    load_balancer            = "app/t/1"
    target_group             = "targetgroup/t/1"
  }

  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : length(alarm.alarm_actions) == 1 && length(alarm.ok_actions) == 1])
    error_message = "Each alarm reaches somebody, and so does its end."
  }
  assert {
    condition     = length([for name in output.alarms : name if startswith(name, "cache-")]) == 4
    error_message = "Each Redis is watched."
  }
}

run "everything_fits_together" {
  command = plan
  assert {
    condition     = output.pictures_bucket != null && output.deploy_role_arn != null && length(output.server_ids) == 3
    error_message = "The parts are connected."
  }
}

run "unknown_size_and_long_name" {
  command = plan
  variables {
    size = "huge"
    name = "a-name-that-a-load-balancer-refuses"
  }
  expect_failures = [var.size, var.name]
}
