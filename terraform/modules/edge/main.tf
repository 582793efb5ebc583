# The load balancer ends TLS, WAF sorts out what is never a buyer, Traefik in the cluster keeps visitors with their pod.

resource "aws_acm_certificate" "this" {
  domain_name       = var.host
  validation_method = "DNS"
  lifecycle {
    create_before_destroy = true
  }
}

locals {
  # One name, so one record.
  validation = one(aws_acm_certificate.this.domain_validation_options)
}

resource "aws_route53_record" "validation" {
  zone_id         = var.zone_id
  name            = local.validation.resource_record_name
  type            = local.validation.resource_record_type
  records         = [local.validation.resource_record_value]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "this" {
  certificate_arn         = aws_acm_certificate.this.arn
  validation_record_fqdns = [aws_route53_record.validation.fqdn]
}

resource "aws_security_group" "this" {
  name        = "${var.name}-edge"
  description = "Load balancer"
  vpc_id      = var.vpc_id
  tags        = { Name = "${var.name}-edge" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  for_each          = toset(["80", "443"])
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = tonumber(each.key)
  to_port           = tonumber(each.key)
  description       = "Visitors"
}

resource "aws_vpc_security_group_egress_rule" "nodes" {
  security_group_id = aws_security_group.this.id
  cidr_ipv4         = var.network_cidr
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  description       = "Traefik on the nodes"
}

resource "aws_lb" "this" {
  name               = var.name
  load_balancer_type = "application"
  security_groups    = [aws_security_group.this.id]
  subnets            = var.public_subnet_ids
  # Circuits and event streams send something every 15 seconds; two minutes of silence is a dead one.
  idle_timeout               = 120
  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = true
  preserve_host_header       = true

  access_logs {
    bucket  = var.logs_bucket
    prefix  = "alb"
    enabled = true
  }
}

# No stickiness here: Traefik has it, and it knows pods, not nodes.
resource "aws_lb_target_group" "traefik" {
  name                 = var.name
  vpc_id               = var.vpc_id
  port                 = 443
  protocol             = "HTTPS"
  target_type          = "instance"
  deregistration_delay = 360

  health_check {
    protocol = "HTTPS"
    path     = "/health/live"
    # Traefik knows no route for a node's address: its 404 says that it works.
    matcher             = "200,404"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  port              = 443
  protocol          = "HTTPS"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = aws_acm_certificate_validation.this.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.traefik.arn
  }
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.this.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"
    redirect {
      port        = "443"
      protocol    = "HTTPS"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_route53_record" "host" {
  zone_id = var.zone_id
  name    = var.host
  type    = "A"
  alias {
    name                   = local.front.name
    zone_id                = local.front.zone_id
    evaluate_target_health = true
  }
}

locals {
  has_cloudfront = var.cloudfront_certificate_arn != null
  front = local.has_cloudfront ? {
    name    = one(aws_cloudfront_distribution.this[*].domain_name)
    zone_id = one(aws_cloudfront_distribution.this[*].hosted_zone_id)
    } : {
    name    = aws_lb.this.dns_name
    zone_id = aws_lb.this.zone_id
  }
}

# CloudFront keeps what the shop says may be kept (Cache-Control), and passes everything else with cookies and the visitor's host.
data "aws_cloudfront_cache_policy" "origin" {
  count = local.has_cloudfront ? 1 : 0
  name  = "UseOriginCacheControlHeaders-QueryStrings"
}

data "aws_cloudfront_origin_request_policy" "all" {
  count = local.has_cloudfront ? 1 : 0
  name  = "Managed-AllViewer"
}

resource "aws_cloudfront_distribution" "this" {
  count           = local.has_cloudfront ? 1 : 0
  enabled         = true
  is_ipv6_enabled = true
  aliases         = [var.host]
  comment         = var.name

  origin {
    domain_name = aws_lb.this.dns_name
    origin_id   = "load-balancer"
    custom_origin_config {
      http_port                = 80
      https_port               = 443
      origin_protocol_policy   = "https-only"
      origin_ssl_protocols     = ["TLSv1.2"]
      origin_keepalive_timeout = 60
      origin_read_timeout      = 60
    }
  }

  default_cache_behavior {
    target_origin_id         = "load-balancer"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    compress                 = true
    cache_policy_id          = one(data.aws_cloudfront_cache_policy.origin[*].id)
    origin_request_policy_id = one(data.aws_cloudfront_origin_request_policy.all[*].id)
  }

  viewer_certificate {
    acm_certificate_arn      = var.cloudfront_certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}
