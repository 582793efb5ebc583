output "pictures_bucket" {
  value = aws_s3_bucket.this["pictures"].id
}

output "pictures_arn" {
  value = aws_s3_bucket.this["pictures"].arn
}

output "logs_bucket" {
  description = "Known only when its policy is in place: a load balancer tests it."
  value       = aws_s3_bucket_policy.logs.bucket
}
