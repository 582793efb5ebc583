# `pictures`: uploads; the application reads and writes them, nobody else. `logs`: the load balancer's access logs.

locals {
  buckets = toset(["pictures", "logs"])
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets
  bucket   = "${var.name}-${each.key}"
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each                = local.buckets
  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# Load balancers write their logs with AES256 only.
resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.buckets
  bucket   = aws_s3_bucket.this[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "pictures" {
  bucket     = aws_s3_bucket.this["pictures"].id
  depends_on = [aws_s3_bucket_versioning.this]
  rule {
    id     = "former-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket     = aws_s3_bucket.this["logs"].id
  depends_on = [aws_s3_bucket_versioning.this]
  rule {
    id     = "end"
    status = "Enabled"
    filter {}
    expiration {
      days = var.log_days
    }
    noncurrent_version_expiration {
      noncurrent_days = 7
    }
  }
}

resource "aws_s3_bucket_policy" "pictures" {
  bucket     = aws_s3_bucket.this["pictures"].id
  depends_on = [aws_s3_bucket_public_access_block.this]
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [local.tls_only["pictures"]]
  })
}

resource "aws_s3_bucket_policy" "logs" {
  bucket     = aws_s3_bucket.this["logs"].id
  depends_on = [aws_s3_bucket_public_access_block.this]
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.tls_only["logs"],
      {
        Sid       = "LoadBalancer"
        Effect    = "Allow"
        Principal = { Service = "logdelivery.elasticloadbalancing.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.this["logs"].arn}/alb/*"
      },
    ]
  })
}

locals {
  tls_only = {
    for key in local.buckets : key => {
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.this[key].arn, "${aws_s3_bucket.this[key].arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
  }
}

# Pods cannot reach the nodes' role (IMDS has one hop): the shop has a key of its own, for this bucket only.
resource "aws_iam_user" "pictures" {
  name = "${var.name}-pictures"
}

resource "aws_iam_user_policy" "pictures" {
  name = "pictures"
  user = aws_iam_user.pictures.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = "${aws_s3_bucket.this["pictures"].arn}/*"
      },
      {
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = aws_s3_bucket.this["pictures"].arn
      },
    ]
  })
}

resource "aws_iam_access_key" "pictures" {
  user = aws_iam_user.pictures.name
}

resource "aws_secretsmanager_secret" "pictures" {
  name        = var.secret_name
  description = "The shop's key for uploaded pictures"
}

resource "aws_secretsmanager_secret_version" "pictures" {
  secret_id = aws_secretsmanager_secret.pictures.id
  secret_string = jsonencode({
    Storage__S3__AccessKey = aws_iam_access_key.pictures.id
    Storage__S3__SecretKey = aws_iam_access_key.pictures.secret
  })
}
