# What the cluster's own Prometheus cannot see, or cannot report because the cluster is down. The shop's alerts are in
# deploy/observability/rules.

resource "aws_sns_topic" "this" {
  name = "${var.name}-alarms"
}

resource "aws_sns_topic_subscription" "people" {
  for_each  = toset(var.people)
  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.value
}

locals {
  database = { DBInstanceIdentifier = var.database }
  edge     = { LoadBalancer = var.load_balancer }
  targets  = { LoadBalancer = var.load_balancer, TargetGroup = var.target_group }

  alarms = merge(
    {
      database-cpu = {
        text       = "The database's CPU: holds wait"
        namespace  = "AWS/RDS"
        metric     = "CPUUtilization"
        dimensions = local.database
        statistic  = "Average"
        above      = true
        threshold  = 85
        minutes    = 10
        missing    = "breaching"
      }
      database-storage = {
        text       = "Less than 20 GiB left in the database's storage"
        namespace  = "AWS/RDS"
        metric     = "FreeStorageSpace"
        dimensions = local.database
        statistic  = "Minimum"
        above      = false
        threshold  = 20 * 1024 * 1024 * 1024
        minutes    = 5
        missing    = "breaching"
      }
      database-memory = {
        text       = "Less than 512 MiB of memory left in the database"
        namespace  = "AWS/RDS"
        metric     = "FreeableMemory"
        dimensions = local.database
        statistic  = "Minimum"
        above      = false
        threshold  = 512 * 1024 * 1024
        minutes    = 10
        missing    = "breaching"
      }
      database-connections = {
        text       = "The database's connections are nearly used up"
        namespace  = "AWS/RDS"
        metric     = "DatabaseConnections"
        dimensions = local.database
        statistic  = "Maximum"
        above      = true
        threshold  = var.database_connections_max
        minutes    = 5
        missing    = "notBreaching"
      }
      database-slot = {
        text       = "A replication slot keeps more than 1 GiB of log"
        namespace  = "AWS/RDS"
        metric     = "OldestReplicationSlotLag"
        dimensions = local.database
        statistic  = "Maximum"
        above      = true
        threshold  = 1024 * 1024 * 1024
        minutes    = 10
        missing    = "notBreaching"
      }
      edge-errors = {
        text       = "The load balancer answers 5xx itself: no node takes requests"
        namespace  = "AWS/ApplicationELB"
        metric     = "HTTPCode_ELB_5XX_Count"
        dimensions = local.edge
        statistic  = "Sum"
        above      = true
        threshold  = 50
        minutes    = 2
        missing    = "notBreaching"
      }
      shop-errors = {
        text       = "The shop answers 5xx"
        namespace  = "AWS/ApplicationELB"
        metric     = "HTTPCode_Target_5XX_Count"
        dimensions = local.edge
        statistic  = "Sum"
        above      = true
        threshold  = 100
        minutes    = 5
        missing    = "notBreaching"
      }
      nodes = {
        text       = "A node takes no requests"
        namespace  = "AWS/ApplicationELB"
        metric     = "UnHealthyHostCount"
        dimensions = local.targets
        statistic  = "Maximum"
        above      = true
        threshold  = 0
        minutes    = 10
        missing    = "notBreaching"
      }
      no-nodes = {
        text       = "No node takes requests"
        namespace  = "AWS/ApplicationELB"
        metric     = "HealthyHostCount"
        dimensions = local.targets
        statistic  = "Minimum"
        above      = false
        threshold  = 1
        minutes    = 2
        missing    = "breaching"
      }
    },
    merge([
      for i, member in var.cache_members : {
        "cache-${i}-memory" = {
          text       = "Redis is nearly full: it refuses writes when it is"
          namespace  = "AWS/ElastiCache"
          metric     = "DatabaseMemoryUsagePercentage"
          dimensions = { CacheClusterId = member }
          statistic  = "Maximum"
          above      = true
          threshold  = 80
          minutes    = 5
          missing    = "breaching"
        }
        "cache-${i}-cpu" = {
          text       = "Redis' only core is busy"
          namespace  = "AWS/ElastiCache"
          metric     = "EngineCPUUtilization"
          dimensions = { CacheClusterId = member }
          statistic  = "Average"
          above      = true
          threshold  = 80
          minutes    = 5
          missing    = "breaching"
        }
      }
    ]...),
  )
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each            = local.alarms
  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.text
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = each.value.above ? "GreaterThanThreshold" : "LessThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.value.minutes
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}
