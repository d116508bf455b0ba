# The shop's stack on this machine. Every resource runs the script beside this file when it is created and destroyed.
terraform {
  required_version = ">= 1.4"
}

variable "revision" {
  type        = string
  description = "The commit that is deployed."
}

variable "home" {
  type        = string
  description = "The folder in which the stack lives."
}

variable "cloud" {
  type        = string
  default     = ""
  description = "The address of Cloud SQL's Admin API; without one the database is a server of its own."
}

variable "database_port" {
  type        = number
  default     = 5432
  description = "The port of a server of its own."
}

variable "web_port" {
  type = number
}

variable "libraries" {
  type        = string
  description = "The folder with the application's libraries."
}

variable "java" {
  type        = string
  description = "The folder of the JDK."
}

variable "postgres" {
  type        = string
  description = "The folder of PostgreSQL's programs."
}

locals {
  instance = "shop-${substr(var.revision, 0, 8)}"
  place = {
    SHOP_CLOUD         = var.cloud
    SHOP_HOME          = var.home
    SHOP_DATABASE_PORT = tostring(var.database_port)
    SHOP_WEB_PORT      = tostring(var.web_port)
    SHOP_LIBRARIES     = var.libraries
    SHOP_JAVA          = var.java
    SHOP_POSTGRES      = var.postgres
  }
}

resource "terraform_data" "database" {
  input = merge(local.place, { SHOP_INSTANCE = local.instance })

  provisioner "local-exec" {
    command     = "./provision database create"
    environment = self.input
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "./provision database destroy"
    environment = self.input
  }
}

resource "terraform_data" "uploads" {
  input = local.place

  provisioner "local-exec" {
    command     = "./provision uploads create"
    environment = self.input
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "./provision uploads destroy"
    environment = self.input
  }
}

resource "terraform_data" "application" {
  input      = merge(local.place, { SHOP_REVISION = var.revision })
  depends_on = [terraform_data.database, terraform_data.uploads]

  provisioner "local-exec" {
    command     = "./provision application create"
    environment = self.input
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "./provision application destroy"
    environment = self.input
  }
}

output "home" {
  value = terraform_data.uploads.output.SHOP_HOME
}

output "database_port" {
  value = terraform_data.database.output.SHOP_DATABASE_PORT
}

output "database_instance" {
  value = terraform_data.database.output.SHOP_INSTANCE
}

output "web_port" {
  value = terraform_data.application.output.SHOP_WEB_PORT
}
