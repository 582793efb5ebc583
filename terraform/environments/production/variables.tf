variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "size" {
  type    = string
  default = "medium"
}

variable "host" {
  type = string
}

variable "zone_id" {
  type = string
}

variable "mail_domain" {
  type = string
}

variable "people" {
  type = list(string)
}

variable "repository" {
  type = string
}

variable "github_provider_arn" {
  description = "Of the second environment in the same account."
  type        = string
  default     = null
}
