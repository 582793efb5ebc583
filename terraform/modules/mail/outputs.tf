output "configuration_set" {
  value = aws_sesv2_configuration_set.this.configuration_set_name
}

output "smtp_secret_arn" {
  value = aws_secretsmanager_secret.smtp.arn
}
