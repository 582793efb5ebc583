output "database_address" {
  value = module.database.address
}

output "database_owner_secret_arn" {
  value = module.database.owner_secret_arn
}

output "cache_address" {
  value = module.cache.address
}

output "cache_token_secret_arn" {
  value = module.cache.token_secret_arn
}

output "pictures_bucket" {
  value = module.storage.pictures_bucket
}

output "smtp_secret_arn" {
  value = module.mail.smtp_secret_arn
}

output "deploy_role_arn" {
  description = "The GitHub environment's variable AWS_ROLE."
  value       = module.identity.deploy_role_arn
}

output "server_ids" {
  value = module.nodes.server_ids
}
