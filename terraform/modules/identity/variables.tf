variable "name" {
  type = string
}

variable "secret_prefix" {
  description = "Secrets Manager's names that the nodes may read, for External Secrets."
  type        = string
}

variable "kms_key_arns" {
  description = "Keys of those secrets; empty: AWS' own."
  type        = list(string)
  default     = []
}

variable "repository" {
  description = "The GitHub repository that may deploy, `owner/name`."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$", var.repository))
    error_message = "repository is `owner/name`, without a wildcard."
  }
}

variable "github_environment" {
  description = "The GitHub environment that may deploy: its approvals protect the role."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+$", var.github_environment))
    error_message = "One environment, without a wildcard."
  }
}

variable "github_provider_arn" {
  description = "The account's OIDC provider of GitHub; null: it is made here. There is one in an account."
  type        = string
  default     = null
}
