variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  description = "Three private subnets in three zones."
  type        = list(string)
  validation {
    condition     = length(var.subnet_ids) == 3
    error_message = "One server in each of three zones."
  }
}

variable "load_balancer_security_group_id" {
  type = string
}

variable "target_group_arn" {
  type = string
}

variable "instance_profile" {
  type = string
}

variable "node_role" {
  description = "Role of the instance profile: it gets the right to read the join token."
  type        = string
}

variable "server_type" {
  type    = string
  default = "t3.medium"
}

variable "agent_type" {
  type = string
}

variable "agents" {
  description = "Least, wanted and largest number of agents."
  type        = object({ min = number, wanted = number, max = number })
  validation {
    condition     = var.agents.min <= var.agents.wanted && var.agents.wanted <= var.agents.max
    error_message = "min <= wanted <= max."
  }
}

variable "k3s_version" {
  description = "From v1.33.13 on, its Traefik keeps the visitors of a pod that terminates."
  type        = string
  default     = "v1.33.13+k3s1"
  validation {
    condition     = can(regex("^v1\\.[0-9]+\\.[0-9]+\\+k3s[0-9]+$", var.k3s_version))
    error_message = "A version such as v1.33.13+k3s1."
  }
}

variable "image_id" {
  description = "An image of Amazon Linux 2023; null: the newest at the time of a change."
  type        = string
  default     = null
}
