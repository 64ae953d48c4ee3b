// SPDX-License-Identifier: Apache-2.0
// component.xml: the accelerator as an IP of Vivado's catalog.
#pragma once

#include <string>

#include "emit/vivado/package.h"

namespace finn {

/// The IP as an IP-XACT component (IEEE 1685-2009) with Vivado's extensions. It lies in the accelerator's folder and
/// refers to files below it, so that the folder is an IP as it is, wherever it is copied. No date, no absolute path.
/// Sources: IEEE 1685-2009 (elements and their order); UG1118 (views, file groups and extensions that Vivado reads).
std::string component_xml(const VivadoPackage& package);

/// xgui/<name>_v1_0.tcl: a customization dialog without parameters. Vivado wants one to customize an IP.
std::string dialog_tcl();

}  // namespace finn
