<#
.SYNOPSIS
Makes this Windows laptop a signing kiosk, or gives it back.

.DESCRIPTION
    lockdown.ps1 [-User NAME] [-Program PATH\kiosk.exe]     make it a kiosk, then restart
    lockdown.ps1 -Undo                                      give it back, then restart

An account without administrator's rights (kiosk) signs in at power-on, and all it has is the kiosk: Shell Launcher v2
starts it in the place of the desktop and again whenever it ends, Keyboard Filter takes the keys that lead elsewhere.
Both are parts of Windows Enterprise, Education and IoT Enterprise; on others this says so and changes nothing.
Whoever leaves the kiosk by its PIN comes to the sign-in screen; an administrator signs in there as always.

What was there before is kept in C:\ProgramData\SigningKiosk\before.json. -Undo puts all of it back, but the account
and its files, which hold the signatures, stay: delete them by hand once nothing in them is needed.

Run it in PowerShell as administrator. Exit code 1: it says what is missing, and has changed nothing.
#>
[CmdletBinding()]
param(
    [ValidatePattern('^[A-Za-z][A-Za-z0-9-]{0,19}$')] [string] $User = 'kiosk',
    [string] $Program = (Join-Path $PSScriptRoot 'kiosk.exe'),
    [switch] $Undo
)
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$Folder = Join-Path $env:ProgramData 'SigningKiosk'
$Before = Join-Path $Folder 'before.json'
$Session = Join-Path $Folder 'session.ps1'
$Features = 'Client-EmbeddedShellLauncher', 'Client-KeyboardFilter'
$Embedded = 'root\standardcimv2\embedded'

# What a visitor could leave the kiosk with. Those that this Windows does not know are passed over.
$Keys = @(
    'Ctrl+Alt+Del', 'Shift+Ctrl+Esc', 'Ctrl+Esc', 'Alt+Tab', 'Alt+Esc', 'Alt+F4', 'Alt+Space', 'Win', 'Win+L', 'Win+R',
    'Win+E', 'Win+D', 'Win+M', 'Win+X', 'Win+I', 'Win+K', 'Win+P', 'Win+U', 'Win+Enter', 'Win+C', 'Win+Q', 'Win+W',
    'Win+F', 'Win+H', 'Win+Z', 'Win+Down', 'Win+Up', 'Win+Left', 'Win+Right', 'Win+Home', 'Win+Break', 'Win+F1',
    'LaunchMail', 'LaunchMediaSelect', 'LaunchApp1', 'LaunchApp2', 'BrowserBack', 'BrowserHome', 'BrowserSearch'
)

# Places in the registry: path, name, value, kind.
$Settings = @(
    # Signs in by itself at power-on
    @('HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon', 'AutoAdminLogon', '1', 'String'),
    @('HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon', 'DefaultUserName', $User, 'String'),
    @('HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon', 'DefaultDomainName', $env:COMPUTERNAME, 'String'),
    @('HKLM:\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon', 'DefaultPassword', '', 'String'),
    # Nothing opens by itself: sticks, swipes from the edge, reports of errors
    @('HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\Explorer', 'NoDriveTypeAutoRun', 255, 'DWord'),
    @('HKLM:\SOFTWARE\Policies\Microsoft\Windows\EdgeUI', 'AllowEdgeSwipe', 0, 'DWord'),
    @('HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting', 'Disabled', 1, 'DWord'),
    # No memory is written to the disk: by a crash of Windows, or to sleep
    @('HKLM:\SYSTEM\CurrentControlSet\Control\CrashControl', 'CrashDumpEnabled', 0, 'DWord'),
    @('HKLM:\SYSTEM\CurrentControlSet\Control\Power', 'HibernateEnabled', 0, 'DWord'),
    # No updates without being asked
    @('HKLM:\SOFTWARE\Policies\Microsoft\Windows\WindowsUpdate\AU', 'NoAutoUpdate', 1, 'DWord')
)

function Stop-WithAdvice([string] $What, [string] $Todo) {
    Write-Host $What
    Write-Host "-> $Todo"
    exit 1
}

# Runs a script as Windows itself, which alone may set up Shell Launcher v2; waits for its end.
function Invoke-AsSystem([string] $Script) {
    $name = 'SigningKioskSetUp'
    $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Script))
    $action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument "-NoProfile -EncodedCommand $encoded"
    $principal = New-ScheduledTaskPrincipal -UserId 'SYSTEM' -LogonType ServiceAccount -RunLevel Highest
    Register-ScheduledTask -TaskName $name -Action $action -Principal $principal -Force | Out-Null
    try {
        Start-ScheduledTask -TaskName $name
        do { Start-Sleep -Milliseconds 500 } while ((Get-ScheduledTask -TaskName $name).State -eq 'Running')
        $code = (Get-ScheduledTaskInfo -TaskName $name).LastTaskResult
        if ($code -ne 0) { throw "Shell Launcher could not be set up (code $code)." }
    } finally {
        Unregister-ScheduledTask -TaskName $name -Confirm:$false
    }
}

# Gives Shell Launcher its configuration; an empty one takes it back.
function Set-ShellLauncher([string] $Configuration) {
    $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($Configuration))
    Invoke-AsSystem @"
`$ErrorActionPreference = 'Stop'
`$xml = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('$encoded'))
`$bridge = Get-CimInstance -Namespace 'root\cimv2\mdm\dmmap' -ClassName 'MDM_AssignedAccess'
`$bridge.ShellLauncher = if (`$xml) { [Net.WebUtility]::HtmlEncode(`$xml) } else { `$null }
Set-CimInstance -CimInstance `$bridge
"@
}

function Get-RegistryValue([string] $Path, [string] $Name) {
    $key = Get-Item -LiteralPath $Path -ErrorAction SilentlyContinue
    if ($null -eq $key -or $key.GetValueNames() -notcontains $Name) { return $null }
    @{ Value = $key.GetValue($Name, $null, 'DoNotExpandEnvironmentNames'); Kind = [string] $key.GetValueKind($Name) }
}

function Set-RegistryValue([string] $Path, [string] $Name, $Value, [string] $Kind) {
    if (-not (Test-Path -LiteralPath $Path)) { New-Item -Path $Path -Force | Out-Null }
    New-ItemProperty -LiteralPath $Path -Name $Name -Value $Value -PropertyType $Kind -Force | Out-Null
}

function Get-FilterKey([string] $Id) {
    Get-CimInstance -Namespace $Embedded -ClassName 'WEKF_PredefinedKey' | Where-Object { $_.Id -eq $Id }
}

function Set-FilterKey([string] $Id, [bool] $Enabled) {
    $key = Get-FilterKey $Id
    if ($key) {
        $key.Enabled = $Enabled
        Set-CimInstance -CimInstance $key
    }
}

function Set-PageFile([bool] $Managed) {
    $computer = Get-CimInstance -ClassName 'Win32_ComputerSystem'
    Set-CimInstance -InputObject $computer -Property @{ AutomaticManagedPagefile = $Managed }
    if (-not $Managed) { Get-CimInstance -ClassName 'Win32_PageFileSetting' | Remove-CimInstance }
}

function Enable-Kiosk {
    if (Test-Path -LiteralPath $Before) {
        Stop-WithAdvice 'This laptop is a kiosk already.' 'Give it back first: lockdown.ps1 -Undo'
    }
    if (-not (Test-Path -LiteralPath $Program -PathType Leaf)) {
        Stop-WithAdvice "There is no program at $Program." 'Install the kiosk, and name it: -Program PATH\kiosk.exe'
    }
    $known = Get-WindowsOptionalFeature -Online | Where-Object { $Features -contains $_.FeatureName }
    if (@($known).Count -ne $Features.Count) {
        Stop-WithAdvice 'This edition of Windows has no Shell Launcher and no Keyboard Filter.' `
            'Use Enterprise, Education or IoT Enterprise, or another way: docs/lockdown.md.'
    }
    $off = @($known | Where-Object { $_.State -ne 'Enabled' } | ForEach-Object { $_.FeatureName })
    if ($off) {
        foreach ($feature in $off) { Enable-WindowsOptionalFeature -Online -FeatureName $feature -All -NoRestart | Out-Null }
        New-Item -ItemType Directory -Path $Folder -Force | Out-Null
        ConvertTo-Json @($off) | Set-Content -LiteralPath (Join-Path $Folder 'features.json') -Encoding UTF8
        Stop-WithAdvice 'Shell Launcher and Keyboard Filter were turned on.' 'Restart, then run this again.'
    }

    # All that is there now is written down before anything is changed.
    $computer = Get-CimInstance -ClassName 'Win32_ComputerSystem'
    $filter = Get-CimInstance -Namespace $Embedded -ClassName 'WEKF_PredefinedKey'
    $sparing = Get-CimInstance -Namespace $Embedded -ClassName 'WEKF_Settings' |
        Where-Object { $_.Name -eq 'DisableKeyboardFilterForAdministrators' }
    New-Item -ItemType Directory -Path $Folder -Force | Out-Null
    @{
        User       = $User
        PageFile   = $computer.AutomaticManagedPagefile
        PageFiles  = @(Get-CimInstance -ClassName 'Win32_PageFileSetting' | ForEach-Object {
                @{ Name = $_.Name; InitialSize = $_.InitialSize; MaximumSize = $_.MaximumSize } })
        Sparing    = if ($sparing) { $sparing.Value } else { $null }
        Keys       = @($filter | Where-Object { $Keys -contains $_.Id } | ForEach-Object { @{ Id = $_.Id; Enabled = $_.Enabled } })
        Settings   = @($Settings | ForEach-Object { @{ Path = $_[0]; Name = $_[1]; Old = Get-RegistryValue $_[0] $_[1] } })
    } | ConvertTo-Json -Depth 6 | Set-Content -LiteralPath $Before -Encoding UTF8

    if (-not (Get-LocalUser -Name $User -ErrorAction SilentlyContinue)) {
        New-LocalUser -Name $User -NoPassword -UserMayNotChangePassword -Description 'The signing kiosk' | Out-Null
        Set-LocalUser -Name $User -PasswordNeverExpires $true
        Add-LocalGroupMember -SID 'S-1-5-32-545' -Member $User
    }

    # Leaving the kiosk (exit code 0) leads to the sign-in screen; after anything else it is started again.
    @"
# The kiosk account's session. Made by lockdown.ps1.
foreach (`$keys in @(@('StickyKeys', '506'), @('ToggleKeys', '58'), @('Keyboard Response', '122'))) {
    New-Item -Path "HKCU:\Control Panel\Accessibility\`$(`$keys[0])" -Force | Out-Null
    Set-ItemProperty -Path "HKCU:\Control Panel\Accessibility\`$(`$keys[0])" -Name 'Flags' -Value `$keys[1]
}
& '$($Program -replace "'", "''")' run
if (`$LASTEXITCODE -eq 0) { logoff.exe }
exit `$LASTEXITCODE
"@ | Set-Content -LiteralPath $Session -Encoding UTF8

    $id = '{4f9d3c1e-6f0a-4b43-9d6e-2a5c0c7b1d55}'
    $shell = "%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe -NoProfile -NonInteractive " +
        "-WindowStyle Hidden -ExecutionPolicy Bypass -File `"$Session`""
    $shell = [Security.SecurityElement]::Escape($shell)
    Set-ShellLauncher @"
<?xml version="1.0" encoding="utf-8"?>
<ShellLauncherConfiguration xmlns="http://schemas.microsoft.com/ShellLauncher/2018/Configuration"
    xmlns:V2="http://schemas.microsoft.com/ShellLauncher/2019/Configuration">
  <Profiles>
    <DefaultProfile><Shell Shell="%SystemRoot%\explorer.exe"/></DefaultProfile>
    <Profile Id="$id">
      <Shell Shell="$shell" V2:AppType="Desktop">
        <DefaultAction Action="RestartShell"/>
      </Shell>
    </Profile>
  </Profiles>
  <Configs>
    <Config><Account Name="$User"/><Profile Id="$id"/></Config>
  </Configs>
</ShellLauncherConfiguration>
"@

    if ($sparing) {
        $sparing.Value = 'true'
        Set-CimInstance -CimInstance $sparing
    }
    foreach ($key in $Keys) { Set-FilterKey $key $true }
    foreach ($setting in $Settings) { Set-RegistryValue @setting }
    Set-PageFile $false
    Write-Host "From the next start on this laptop is a kiosk: $User signs in, and has nothing else."
    Write-Host '-> Restart. Then set it up from the stick with the pack. To give it back: lockdown.ps1 -Undo'
}

function Disable-Kiosk {
    if (-not (Test-Path -LiteralPath $Before)) {
        Stop-WithAdvice 'This laptop was not made a kiosk by this script.' 'There is nothing to take back.'
    }
    $was = Get-Content -LiteralPath $Before -Raw -Encoding UTF8 | ConvertFrom-Json
    Set-ShellLauncher ''
    foreach ($key in $was.Keys) { Set-FilterKey $key.Id $key.Enabled }
    if ($null -ne $was.Sparing) {
        $sparing = Get-CimInstance -Namespace $Embedded -ClassName 'WEKF_Settings' |
            Where-Object { $_.Name -eq 'DisableKeyboardFilterForAdministrators' }
        $sparing.Value = $was.Sparing
        Set-CimInstance -CimInstance $sparing
    }
    foreach ($setting in $was.Settings) {
        if ($null -ne $setting.Old) {
            Set-RegistryValue $setting.Path $setting.Name $setting.Old.Value $setting.Old.Kind
        } elseif (Test-Path -LiteralPath $setting.Path) {
            Remove-ItemProperty -LiteralPath $setting.Path -Name $setting.Name -ErrorAction SilentlyContinue
        }
    }
    if ($was.PageFile) { Set-PageFile $true }
    foreach ($file in $was.PageFiles) {
        New-CimInstance -ClassName 'Win32_PageFileSetting' -Property @{
            Name = $file.Name; InitialSize = [uint32] $file.InitialSize; MaximumSize = [uint32] $file.MaximumSize
        } | Out-Null
    }
    $features = Join-Path $Folder 'features.json'
    if (Test-Path -LiteralPath $features) {
        foreach ($feature in (Get-Content -LiteralPath $features -Raw -Encoding UTF8 | ConvertFrom-Json)) {
            Disable-WindowsOptionalFeature -Online -FeatureName $feature -NoRestart | Out-Null
        }
    }
    Remove-Item -LiteralPath $Folder -Recurse -Force
    Write-Host 'This laptop is as it was before. Restart.'
    Write-Host "-> The account $($was.User) and its files stay: signatures may be in them. Delete it once they are merged."
}

$me = [Security.Principal.WindowsPrincipal] [Security.Principal.WindowsIdentity]::GetCurrent()
if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
    Stop-WithAdvice 'This needs an administrator''s rights.' 'Open PowerShell with "Run as administrator", and try again.'
}
if ($Undo) { Disable-Kiosk } else { Enable-Kiosk }
