output "address" {
  value = aws_elasticache_replication_group.this.primary_endpoint_address
}

output "id" {
  value = aws_elasticache_replication_group.this.id
}

output "member_ids" {
  value = aws_elasticache_replication_group.this.member_clusters
}

output "token_secret_arn" {
  value = aws_secretsmanager_secret.token.arn
}
