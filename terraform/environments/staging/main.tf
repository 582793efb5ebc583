terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # The bucket is made once by hand (docs/deployment.md): versions, encryption, no public access. Its name comes with
  # `terraform init -backend-config=bucket=...`.
  backend "s3" {
    key          = "ticketing/staging.tfstate"
    encrypt      = true
    use_lockfile = true
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = {
      application = "ticketing"
      environment = "staging"
    }
  }
}

module "ticketing" {
  source              = "../.."
  name                = "ticketing-staging"
  cidr                = "10.20.0.0/16"
  size                = var.size
  host                = var.host
  zone_id             = var.zone_id
  mail_domain         = var.mail_domain
  people              = var.people
  repository          = var.repository
  github_environment  = "staging"
  github_provider_arn = var.github_provider_arn
}

output "ticketing" {
  value = module.ticketing
}
