# k3s: three servers with etcd, one in each zone, and agents in an Auto Scaling group. Reached by Session Manager only.

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

locals {
  image_id = coalesce(var.image_id, nonsensitive(data.aws_ssm_parameter.image.value))
  api_name = "api.${var.name}.internal"
  # User data: installs k3s by its version, with the token of Secrets Manager. {role} and {arguments} differ.
  user_data = templatefile("${path.module}/k3s.sh", {
    version   = var.k3s_version
    secret_id = aws_secretsmanager_secret.token.id
    api_name  = local.api_name
  })
}

resource "aws_kms_key" "disks" {
  description             = "${var.name} nodes' disks"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "Account"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        # The Auto Scaling group starts instances with encrypted disks.
        Sid       = "AutoScaling"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling" }
        Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:CreateGrant"]
        Resource  = "*"
      },
    ]
  })
}

data "aws_caller_identity" "current" {}

data "aws_secretsmanager_random_password" "token" {
  password_length     = 64
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "token" {
  name        = "${var.name}-k3s/join-token"
  description = "Joins nodes to the cluster"
}

resource "aws_secretsmanager_secret_version" "token" {
  secret_id     = aws_secretsmanager_secret.token.id
  secret_string = data.aws_secretsmanager_random_password.token.random_password
  lifecycle {
    ignore_changes = [secret_string]
  }
}

resource "aws_iam_role_policy" "token" {
  name = "join-token"
  role = var.node_role
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = aws_secretsmanager_secret.token.arn }]
  })
}

resource "aws_security_group" "nodes" {
  name        = "${var.name}-nodes"
  description = "k3s nodes"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-nodes" }
}

resource "aws_vpc_security_group_ingress_rule" "among" {
  security_group_id            = aws_security_group.nodes.id
  referenced_security_group_id = aws_security_group.nodes.id
  ip_protocol                  = "-1"
  description                  = "API, etcd, VXLAN and kubelet among the nodes"
}

resource "aws_vpc_security_group_ingress_rule" "load_balancer" {
  security_group_id            = aws_security_group.nodes.id
  referenced_security_group_id = var.load_balancer_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  description                  = "Traefik from the load balancer"
}

resource "aws_vpc_security_group_egress_rule" "all" {
  security_group_id = aws_security_group.nodes.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
  description       = "Images, payment provider, mail; the pods' network policies are narrower"
}

resource "aws_instance" "server" {
  count                       = 3
  ami                         = local.image_id
  instance_type               = var.server_type
  subnet_id                   = var.subnet_ids[count.index]
  vpc_security_group_ids      = [aws_security_group.nodes.id]
  iam_instance_profile        = var.instance_profile
  associate_public_ip_address = false
  disable_api_termination     = true
  monitoring                  = true
  user_data_base64            = base64gzip(replace(replace(local.user_data, "{role}", "server"), "{first}", count.index == 0 ? "yes" : ""))

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
    # One hop: a pod cannot reach the node's role.
    http_put_response_hop_limit = 1
  }

  root_block_device {
    volume_type = "gp3"
    volume_size = 40
    encrypted   = true
    kms_key_id  = aws_kms_key.disks.arn
  }

  tags = { Name = "${var.name}-server-${count.index}", k3s = "${var.name}-server" }

  lifecycle {
    # A newer image or script replaces servers one by one, by hand (docs/deployment.md): etcd must keep its majority.
    ignore_changes = [ami, user_data_base64]
  }
}

# The cluster's API by one name; nodes try the addresses in turn.
resource "aws_route53_zone" "internal" {
  name = "${var.name}.internal"
  vpc {
    vpc_id = var.vpc_id
  }
}

resource "aws_route53_record" "api" {
  zone_id = aws_route53_zone.internal.zone_id
  name    = local.api_name
  type    = "A"
  ttl     = 30
  records = aws_instance.server[*].private_ip
}

resource "aws_launch_template" "agent" {
  name_prefix            = "${var.name}-agent-"
  image_id               = local.image_id
  instance_type          = var.agent_type
  update_default_version = true
  user_data              = base64gzip(replace(replace(local.user_data, "{role}", "agent"), "{first}", ""))

  iam_instance_profile {
    name = var.instance_profile
  }

  network_interfaces {
    associate_public_ip_address = false
    security_groups             = [aws_security_group.nodes.id]
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_type = "gp3"
      volume_size = 60
      encrypted   = true
      kms_key_id  = aws_kms_key.disks.arn
    }
  }

  monitoring {
    enabled = true
  }

  tag_specifications {
    resource_type = "instance"
    tags          = { Name = "${var.name}-agent", k3s = "${var.name}-agent" }
  }
}

resource "aws_autoscaling_group" "agents" {
  name                      = "${var.name}-agents"
  vpc_zone_identifier       = var.subnet_ids
  min_size                  = var.agents.min
  desired_capacity          = var.agents.wanted
  max_size                  = var.agents.max
  target_group_arns         = [var.target_group_arn]
  health_check_type         = "ELB"
  health_check_grace_period = 600
  default_cooldown          = 120

  launch_template {
    id      = aws_launch_template.agent.id
    version = aws_launch_template.agent.latest_version
  }

  instance_refresh {
    strategy = "Rolling"
    preferences {
      min_healthy_percentage = 100
      max_healthy_percentage = 150
      instance_warmup        = 300
    }
  }

  lifecycle {
    # Raised before a sale, by hand or by the cluster autoscaler.
    ignore_changes = [desired_capacity]
  }
}

# Before an agent ends, its pods get their time to end: the node shuts itself down (k3s.sh) within the time of a pod and its margin.
resource "aws_autoscaling_lifecycle_hook" "drain" {
  name                   = "drain"
  autoscaling_group_name = aws_autoscaling_group.agents.name
  lifecycle_transition   = "autoscaling:EC2_INSTANCE_TERMINATING"
  heartbeat_timeout      = 420
  default_result         = "CONTINUE"
}
