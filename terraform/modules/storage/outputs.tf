output "pictures_bucket" {
  value = aws_s3_bucket.this["pictures"].id
}

output "logs_bucket" {
  description = "Known only when its policy is in place: a load balancer tests it."
  value       = aws_s3_bucket_policy.logs.bucket
}
