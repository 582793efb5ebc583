output "security_group_id" {
  value = aws_security_group.nodes.id
}

output "agents_group" {
  value = aws_autoscaling_group.agents.name
}

output "server_ids" {
  value = aws_instance.server[*].id
}
