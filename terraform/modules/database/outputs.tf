output "address" {
  value = aws_db_instance.this.address
}

output "identifier" {
  value = aws_db_instance.this.identifier
}

output "owner_secret_arn" {
  description = "Secret of Secrets Manager with the owner's name and password."
  value       = one(aws_db_instance.this.master_user_secret[*].secret_arn)
}
