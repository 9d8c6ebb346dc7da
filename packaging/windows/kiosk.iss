; The installer of the Windows program, for Inno Setup 6:
;
;     iscc /DVersion=1.0.0 packaging\windows\kiosk.iss      makes dist\windows\signing-kiosk-1.0.0.exe
;
; of the folder dist\windows\kiosk, which PyInstaller makes (docs/packaging.md). For all users of a computer, or for
; one without an administrator's rights. It takes nobody's desktop away: that is lockdown.ps1, which lies in the folder.

#ifndef Version
  #error Say which version it is: iscc /DVersion=1.0.0
#endif

[Setup]
AppId={{8B0C9E57-6E0D-4C39-8B44-6A0C7F1B5E21}
AppName=Signing kiosk
AppVersion={#Version}
AppPublisher=The signing kiosk's authors
DefaultDirName={autopf}\Signing kiosk
DefaultGroupName=Signing kiosk
DisableProgramGroupPage=yes
DisableDirPage=auto
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist\windows
OutputBaseFilename=signing-kiosk-{#Version}
SetupIconFile=..\..\build\windows\kiosk.ico
UninstallDisplayIcon={app}\kiosk.exe
Compression=lzma2/max
SolidCompression=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Windows 10, version 1809: the oldest that Qt 6.8 and newer run on
MinVersion=10.0.17763
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ChangesAssociations=yes
ChangesEnvironment=no
; A running stall is never closed: whoever installs is told to leave the kiosk first
CloseApplications=no
RestartApplications=no
AppMutex=
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[Files]
Source: "..\..\dist\windows\kiosk\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[InstallDelete]
; What an earlier version had and this one has not; the data folders lie elsewhere
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Signing kiosk"; Filename: "{app}\kiosk.exe"; Parameters: "run"; Comment: "Collect signatures at a stall"
Name: "{group}\Coordinator's desk"; Filename: "{app}\kiosk.exe"; Parameters: "desk"; Comment: "Merge what the stalls have collected"

[Registry]
Root: HKA; Subkey: "Software\Classes\.kioskpack"; ValueType: string; ValueData: "SigningKiosk.Pack"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\SigningKiosk.Pack"; ValueType: string; ValueData: "A campaign's pack for the signing kiosk"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\SigningKiosk.Pack\DefaultIcon"; ValueType: string; ValueData: "{app}\kiosk.exe,0"
Root: HKA; Subkey: "Software\Classes\SigningKiosk.Pack\shell\open\command"; ValueType: string; ValueData: """{app}\kiosk.exe"" run ""%1"""
Root: HKA; Subkey: "Software\Classes\.signatures"; ValueType: string; ValueData: "SigningKiosk.Signatures"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\SigningKiosk.Signatures"; ValueType: string; ValueData: "Sealed signatures of a stall"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\SigningKiosk.Signatures\DefaultIcon"; ValueType: string; ValueData: "{app}\kiosk.exe,0"
Root: HKA; Subkey: "Software\Classes\SigningKiosk.Signatures\shell\open\command"; ValueType: string; ValueData: """{app}\kiosk.exe"" desk ""%1"""

; Uninstalling removes the program alone: no data folder, no campaign, no signature.
