# One installation: a network, a database, a cache, nodes, a door, storage, mail, rights and alarms. `environments` call it.

locals {
  sizes = {
    small = {
      nat_per_zone = false
      multi_az     = true
      database     = "db.t4g.medium"
      storage      = 50
      connections  = 300
      cache        = "cache.t4g.small"
      replicas     = 1
      server       = "t3.medium"
      agent        = "m7i-flex.large"
      agents       = { min = 2, wanted = 2, max = 4 }
    }
    medium = {
      nat_per_zone = true
      multi_az     = true
      database     = "db.m7g.xlarge"
      storage      = 200
      connections  = 1200
      cache        = "cache.m7g.large"
      replicas     = 1
      server       = "t3.medium"
      agent        = "m7i.xlarge"
      agents       = { min = 3, wanted = 3, max = 10 }
    }
    large = {
      nat_per_zone = true
      multi_az     = true
      database     = "db.m7g.4xlarge"
      storage      = 500
      connections  = 3500
      cache        = "cache.m7g.xlarge"
      replicas     = 2
      server       = "m7i.large"
      agent        = "m7i.2xlarge"
      agents       = { min = 4, wanted = 6, max = 24 }
    }
  }
  size = local.sizes[var.size]
}

data "aws_availability_zones" "available" {
  state = "available"
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

module "network" {
  source       = "./modules/network"
  name         = var.name
  cidr         = var.cidr
  zones        = slice(data.aws_availability_zones.available.names, 0, 3)
  nat_per_zone = local.size.nat_per_zone
}

module "storage" {
  source      = "./modules/storage"
  name        = var.name
  secret_name = "${var.name}/pictures"
}

module "identity" {
  source              = "./modules/identity"
  name                = var.name
  secret_prefix       = var.name
  repository          = var.repository
  github_environment  = var.github_environment
  github_provider_arn = var.github_provider_arn
}

module "edge" {
  source                     = "./modules/edge"
  name                       = var.name
  vpc_id                     = module.network.vpc_id
  network_cidr               = var.cidr
  public_subnet_ids          = module.network.public_subnet_ids
  zone_id                    = var.zone_id
  host                       = var.host
  logs_bucket                = module.storage.logs_bucket
  cloudfront_certificate_arn = var.cloudfront_certificate_arn
}

module "nodes" {
  source                          = "./modules/nodes"
  name                            = var.name
  vpc_id                          = module.network.vpc_id
  subnet_ids                      = module.network.private_subnet_ids
  load_balancer_security_group_id = module.edge.security_group_id
  target_group_arn                = module.edge.target_group_arn
  instance_profile                = module.identity.node_profile
  node_role                       = module.identity.node_role
  server_type                     = local.size.server
  agent_type                      = local.size.agent
  agents                          = local.size.agents
}

module "database" {
  source                   = "./modules/database"
  name                     = var.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.nodes.security_group_id
  instance_class           = local.size.database
  storage_gib              = local.size.storage
  multi_az                 = local.size.multi_az
}

module "cache" {
  source                   = "./modules/cache"
  name                     = var.name
  vpc_id                   = module.network.vpc_id
  subnet_ids               = module.network.data_subnet_ids
  client_security_group_id = module.nodes.security_group_id
  node_type                = local.size.cache
  replicas                 = local.size.replicas
}

module "mail" {
  source      = "./modules/mail"
  name        = var.name
  domain      = var.mail_domain
  zone_id     = var.zone_id
  bounces_to  = var.people[0]
  secret_name = "${var.name}/smtp"
}

module "alarms" {
  source                   = "./modules/alarms"
  name                     = var.name
  people                   = var.people
  database                 = module.database.identifier
  database_connections_max = floor(local.size.connections * 0.85)
  # ElastiCache numbers a group's members; their names are needed before they exist.
  cache_members = [for number in range(1 + local.size.replicas) : format("%s-%03d", var.name, number + 1)]
  load_balancer = module.edge.load_balancer_suffix
  target_group  = module.edge.target_group_suffix
}
