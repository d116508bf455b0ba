# A stack on this machine, whose parts are made by the script beside this file.
variable "revision" {
  type = string
}

variable "home" {
  type = string
}

variable "name" {
  type = string
}

variable "port" {
  type = string
}

variable "postgres" {
  type = string
}

locals {
  place = {
    LIVE_HOME     = var.home
    LIVE_NAME     = var.name
    LIVE_PORT     = var.port
    LIVE_POSTGRES = var.postgres
  }
}

resource "terraform_data" "database" {
  input = local.place

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

resource "terraform_data" "service" {
  input      = merge(local.place, { LIVE_REVISION = var.revision })
  depends_on = [terraform_data.database, terraform_data.uploads]

  provisioner "local-exec" {
    command     = "./provision service create"
    environment = self.input
  }
  provisioner "local-exec" {
    when        = destroy
    command     = "./provision service destroy"
    environment = self.input
  }
}

output "home" {
  value = terraform_data.uploads.output.LIVE_HOME
}

output "port" {
  value = terraform_data.database.output.LIVE_PORT
}
