output "node_profile" {
  value = aws_iam_instance_profile.node.name
}

output "node_role" {
  value = aws_iam_role.node.name
}

output "deploy_role_arn" {
  value = aws_iam_role.deploy.arn
}
