output "security_group_id" {
  value = aws_security_group.this.id
}

output "target_group_arn" {
  value = aws_lb_target_group.traefik.arn
}

output "load_balancer_suffix" {
  description = "The load balancer's name in CloudWatch."
  value       = aws_lb.this.arn_suffix
}

output "target_group_suffix" {
  value = aws_lb_target_group.traefik.arn_suffix
}
