variable "name" {
  type = string
}

variable "vpc_id" {
  type = string
}

variable "subnet_ids" {
  description = "Subnets without a way out, in different zones."
  type        = list(string)
}

variable "client_security_group_id" {
  description = "The nodes' security group: the only one that reaches the database."
  type        = string
}

variable "instance_class" {
  type = string
}

variable "storage_gib" {
  description = "Storage at the start; it grows by itself to five times as much."
  type        = number
}

variable "multi_az" {
  description = "A synchronous standby in another zone."
  type        = bool
}

variable "backup_days" {
  description = "How far back a point-in-time restore reaches, in days."
  type        = number
  default     = 14
  validation {
    condition     = var.backup_days >= 14 && var.backup_days <= 35
    error_message = "14 to 35 days."
  }
}

variable "slot_wal_mib" {
  description = "Log kept for a replication slot whose reader is absent, at most; more would fill the disk."
  type        = number
  default     = 16384
}
