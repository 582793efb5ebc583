variable "name" {
  description = "Prefix of every name, such as `ticketing-production`."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,24}$", var.name))
    error_message = "3 to 25 lower-case letters, digits and hyphens: load balancers' names have at most 32."
  }
}

variable "cidr" {
  type = string
}

variable "host" {
  description = "The shop's host name."
  type        = string
}

variable "zone_id" {
  description = "Public Route 53 zone of the host name and of the mails' domain."
  type        = string
}

variable "mail_domain" {
  type = string
}

variable "people" {
  description = "Addresses of the people on duty."
  type        = list(string)
}

variable "repository" {
  description = "The GitHub repository that may deploy, `owner/name`."
  type        = string
}

variable "github_environment" {
  type = string
}

variable "github_provider_arn" {
  description = "The account's OIDC provider of GitHub, if it exists already."
  type        = string
  default     = null
}

variable "size" {
  description = "Size of the installation: `small`, `medium` or `large` (docs/deployment.md says what each costs and carries)."
  type        = string
  validation {
    condition     = contains(["small", "medium", "large"], var.size)
    error_message = "small, medium or large."
  }
}

variable "cloudfront_certificate_arn" {
  type    = string
  default = null
}
