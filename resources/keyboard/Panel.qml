// The keyboard: a band of keys that Qt's layouts lack, and below it Qt Virtual Keyboard itself.
//
// The widget (kiosk/ui/keyboard/widget.py) sets the context property `look` (colours, fonts, sizes)
// and the properties below. Candidates for what is being composed cover the band.

import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Settings

Rectangle {
    id: board

    /// The input methods to choose from: {name, locale, mode, quick}; an empty mode is the layout's own.
    property var methods: []
    /// The chosen one's place in `methods`; where only Latin letters fit, `latin` is used instead.
    property int chosen: 0
    property int latin: 0

    readonly property int hints: InputContext.inputMethodHints
    readonly property bool email: hints & (Qt.ImhEmailCharactersOnly | Qt.ImhUrlCharactersOnly)
    readonly property bool phone: hints & Qt.ImhDialableCharactersOnly
    readonly property bool latinOnly: email || phone
        || hints & (Qt.ImhLatinOnly | Qt.ImhFormattedNumbersOnly | Qt.ImhDigitsOnly)
    readonly property var method: methods.length ? methods[latinOnly ? latin : chosen] : null
    /// The input mode that the laptop's own keys drive, and whether a character has been begun in it.
    readonly property string mode: method && !latinOnly ? method.mode : ""
    readonly property bool composing: InputContext.preeditText !== ""
    readonly property var candidates: InputContext.inputEngine.wordCandidateListModel
    readonly property string locale: panel.keyboard.locale
    property bool turning
    /// The key that was pressed last.
    property Item pressed

    /// Somebody has pressed the key that puts the keyboard away.
    signal putAway

    color: Qt.tint(look.paper, Qt.alpha(look.ink, 0.12))
    onMethodChanged: {
        turning = true
        Qt.callLater(turn)
    }
    onLocaleChanged: notice()

    /// The method's layouts; Latin letters for a language that has none.
    function layoutsOf(method: var): string {
        return panel.keyboard.findLayout(method.locale, "main") ? method.locale : "en_GB"
    }

    /// Loads what the chosen method needs, and what the language key of the layouts goes through.
    function turn() {
        if (!method)
            return
        const now = layoutsOf(method)
        if (!latinOnly)
            VirtualKeyboardSettings.activeLocales = [...new Set(methods.map(layoutsOf))]
        VirtualKeyboardSettings.locale = now
        if (latinOnly)
            VirtualKeyboardSettings.activeLocales = [now]
        compose()
        turning = false
    }

    /// Sets the method's own mode, once the engine has it: a layout comes in before its modes do.
    function compose() {
        if (!mode || locale !== method.locale)
            return
        const wanted = InputEngine.InputMode[mode]
        if (InputContext.inputEngine.inputModes.includes(wanted))
            InputContext.inputEngine.inputMode = wanted
        Qt.callLater(shorten)
    }

    /// Presses or releases the key 速成 of Qt's Cangjie layout, as the method says.
    function shorten() {
        const key = quickKey(panel.keyboard)
        if (key && mode === "Cangjie")
            key.mode = method.quick
    }

    function quickKey(item: Item): Item {
        if (item.displayText === "速成" && item.mode !== undefined)
            return item
        for (const child of item.children) {
            const found = quickKey(child)
            if (found)
                return found
        }
        return null
    }

    /// Follows the keys of the layouts themselves that change the language or the mode.
    function notice() {
        const now = InputContext.inputEngine.inputMode
        const fits = method => method && method.locale === locale
                               && (!method.mode || InputEngine.InputMode[method.mode] === now)
        const place = methods.findIndex(fits)
        if (!turning && !latinOnly && place >= 0 && !fits(methods[chosen]))
            chosen = place
    }

    /// A key of the laptop's own keyboard; false when the input method leaves it alone.
    function type(key: int, text: string): bool {
        return InputContext.inputEngine.virtualKeyClick(key, text, Qt.NoModifier)
    }

    /// Takes a candidate by its place, from 0; false when there is none.
    function pick(place: int): bool {
        if (place >= candidates.count)
            return false
        candidates.selectItem(place)
        return true
    }

    /// Words that might follow are no help with names, and would cover the band.
    function quiet() {
        if (candidates.count && !composing)
            Qt.inputMethod.reset()
    }

    Connections {
        target: InputContext.inputEngine

        function onInputModeChanged() {
            board.notice()
        }

        function onInputModesChanged() {
            Qt.callLater(board.compose)
        }
    }

    Connections {
        target: panel.keyboard

        function onActiveKeyChanged() {
            if (panel.keyboard.activeKey)
                board.pressed = panel.keyboard.activeKey
        }
    }

    Connections {
        target: board.pressed

        function onClicked() {
            if (board.pressed.keyType === QtVirtualKeyboard.KeyType.HideKeyboardKey)
                board.putAway()
        }
    }

    Connections {
        target: board.candidates

        function onCountChanged() {
            Qt.callLater(board.quiet)
        }
    }

    Row {
        id: band

        readonly property var signs: board.email ? look.emailKeys : board.phone ? look.phoneKeys : []
        readonly property var keys: board.latinOnly ? signs : board.methods
        readonly property real keyWidth: Math.min((board.width - 2 * look.gap) / keys.length, look.row * 3)

        anchors.horizontalCenter: parent.horizontalCenter
        y: look.gap
        height: look.band - look.gap
        visible: !board.candidates.count

        Repeater {
            model: band.keys

            BandKey {
                required property int index
                required property var modelData

                width: band.keyWidth
                height: band.height
                objectName: "band-" + text
                text: board.latinOnly ? modelData : modelData.name
                on: !board.latinOnly && board.chosen === index
                onClicked: {
                    if (board.latinOnly)
                        InputContext.commit(modelData)
                    else
                        board.chosen = index
                }
            }
        }
    }

    InputPanel {
        id: panel

        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }

        Component.onCompleted: {
            keyboard.noAnimations = true
            VirtualKeyboardSettings.styleName = "kiosk"
            VirtualKeyboardSettings.wordCandidateList.autoHideDelay = 0
        }
    }
}
