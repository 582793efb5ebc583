output "topic_arn" {
  value = aws_sns_topic.this.arn
}

output "alarms" {
  value = keys(local.alarms)
}
